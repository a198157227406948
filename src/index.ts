export {};

// rendering: what a cell shows
export { display, type Display, type MimeBundle } from './render/display.js';
export { show, type Shown } from './render/show.js';
export { progress, type Progress, type ProgressOptions } from './render/progress.js';
export { table, type TableOptions } from './render/table.js';
export type { ColumnFormat, ColumnOptions } from './render/table-column.js';
export type { ArqueroTable, Rows } from './render/rows.js';
export { figure, type FigureOptions } from './render/figure.js';
export type { FigureSpec } from './render/figure-spec.js';
export { barChart, type BarChartOptions } from './render/bar-chart.js';
export { lineChart, type LineChartOptions } from './render/line-chart.js';
export { histogram, type HistogramOptions } from './render/histogram.js';
export { funnel, type FunnelOptions } from './render/funnel.js';
export { funnelTable, type FunnelTableOptions } from './render/funnel-table.js';
export { rulesTable, type RulesTableOptions } from './render/rules-table.js';
export { documents, type DocumentsOptions, type JudgedDocument } from './render/documents.js';
export { diff, type DiffOptions, type EditedText } from './render/diff.js';
export { traceView, type TraceViewOptions, type TracedWay } from './render/trace-view.js';
export { reveal, type RevealOptions } from './render/reveal.js';
export { check, type CheckCase, type CheckOptions } from './render/check.js';
export { checks, type CheckResult, type ChecksOptions } from './render/checks.js';
export { markdown } from './render/markdown.js';
export { cite } from './render/cite.js';
export { references } from './render/references.js';
