import { ReportBuilder } from './report-builder.js';
import type { Report } from './report.js';
import type { Pipeline } from './stage.js';

/**
 * Merges reports of the same pipeline over parts of the input, in the order of the parts: exactly the report of the
 * whole, but for the time spent.
 *
 * @throws {RangeError} If there is no report, or the reports are of different pipelines.
 * @example
 * mergeReports([first, second]).rows[0].docsIn // => first.rows[0].docsIn + second.rows[0].docsIn
 */
export function mergeReports(reports: Iterable<Report>): Report {
  let builder: ReportBuilder | undefined;
  for (const report of reports) {
    builder ??= new ReportBuilder(
      report.rows.map(({ stage, kind }) => ({ name: stage, kind })) as unknown as Pipeline,
    );
    builder.add(report);
  }
  if (!builder) throw new RangeError('Cannot merge reports: there is none');
  return builder.report();
}
