// documents, stages, pipelines
export type { Doc, Json } from './pipeline/core/doc.js';
export { KEEP, type Drop, type Keep, type Span, type Verdict } from './pipeline/core/verdict.js';
export type {
  Change,
  Edit,
  Edited,
  Expand,
  Filter,
  Fit,
  Keyed,
  KeyRow,
  Pipeline,
  Stage,
  StageRef,
  Tag,
} from './pipeline/core/stage.js';
export type { Failure, Report, ReportRow } from './pipeline/core/report.js';
export type { Dropped } from './pipeline/core/dropped.js';
export type { PublishedFigure, Recipe, RecipeOptions, StageParameters } from './pipeline/core/recipe.js';
export { trace, type Trace, type TraceOptions, type TraceStep } from './pipeline/core/trace.js';
export { random, type Random } from './pipeline/core/random.js';
export { run, type RunOptions, type RunResult } from './pipeline/engines/embedded/run.js';
export {
  runFiles,
  type FileProgress,
  type RunFilesOptions,
  type RunFilesResult,
} from './pipeline/engines/embedded/run-files.js';
export { mergeReports } from './pipeline/core/merge-reports.js';

// stages
export * from './pipeline/stages/index.js';

// recipes
export { c4 } from './pipeline/recipes/c4.js';
export { c4WebtextLike } from './pipeline/recipes/c4-webtext-like.js';
export { recipes } from './pipeline/recipes/index.js';

// where documents come from
export { openDocs, type OpenDocsOptions } from './pipeline/readers/open-docs.js';
export { readWarc, type ReadWarcOptions, type WarcReader } from './pipeline/readers/read-warc.js';
export { readWet, type WetPage } from './pipeline/readers/read-wet.js';
export { readWat, type WatEntry } from './pipeline/readers/read-wat.js';
export { warcDocs, type WarcDocsOptions } from './pipeline/readers/warc-docs.js';
export { warcWriter, type WarcWriter, type WarcWriterOptions } from './pipeline/readers/warc-writer.js';
export { readJsonl, type ReadJsonlOptions } from './pipeline/readers/read-jsonl.js';
export { writeJsonl } from './pipeline/readers/write-jsonl.js';
export { decodeHtml } from './pipeline/extract/decode-html.js';

// extraction
export {
  extract,
  extractMethods,
  makeExtractor,
  type ExtractMethod,
  type ExtractOptions,
  type Extractor,
} from './pipeline/extract/extract.js';
export { parseHtml } from './pipeline/extract/html/parse-html.js';
export { shingleF1, type ShingleF1 } from './pipeline/measure/shingle-f1.js';
export { goldPages, type GoldPage } from './pipeline/measure/gold-pages.js';
export { markdownText } from './pipeline/measure/markdown-text.js';

// crawling
export { crawl, type CrawledHost, type CrawlOptions, type CrawlResult } from './pipeline/crawl/crawl.js';
export type { CrawlLogRow, CrawlOutcome } from './pipeline/crawl/crawl-log.js';
export type { CrawlPolicy, RevisitPolicy } from './pipeline/crawl/policy.js';
export type { Fetcher, FetchRequest, FetchResponse } from './pipeline/crawl/fetcher.js';
export {
  localPages,
  localSites,
  type LocalPage,
  type LocalSitesOptions,
} from './pipeline/crawl/local-sites.js';
export { serveLocalWeb, type LocalWeb } from './pipeline/crawl/serve-local-web.js';
export { canonicalUrl } from './pipeline/crawl/canonical-url.js';
export { robotsRules, type RobotsRules } from './pipeline/crawl/robots-rules.js';
export { toWat, type ToWatOptions } from './pipeline/crawl/to-wat.js';
export { toWet, type ToWetOptions } from './pipeline/crawl/to-wet.js';

// T5's tasks as text
export * from './pipeline/posttrain/text-to-text.js';
export { spanCorruption, type SpanCorruptionOptions } from './pipeline/posttrain/span-corruption.js';

// languages
export {
  identifyLanguage,
  languageScores,
  type IdentifyLanguageOptions,
  type LanguageReading,
  type LanguageScore,
} from './pipeline/models/identify-language.js';
export { lid176 } from './pipeline/models/lid176.js';
export { readFastText } from './pipeline/models/fasttext/read-fasttext.js';
export { corpusPath, sources, type Source } from './pipeline/readers/corpora.js';
export {
  webSample,
  webSampleParts,
  type WebSampleOptions,
  type WebSamplePart,
} from './pipeline/readers/web-sample.js';

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

// text
export { splitLines } from './pipeline/text/lines.js';
export { splitWords } from './pipeline/text/words.js';
export { ngrams } from './pipeline/text/ngrams.js';
export { normalizeUrl } from './pipeline/text/urls.js';
export { englishSentences } from './pipeline/text/punkt/english.js';
export { punkt } from './pipeline/text/punkt/sentences.js';
export { trainPunkt } from './pipeline/text/punkt/train.js';
export type { PunktParameters } from './pipeline/text/punkt/parameters.js';
export { sentencizer } from './pipeline/text/sentencizer.js';
export type { SentenceSplitter } from './pipeline/text/sentence-splitter.js';
