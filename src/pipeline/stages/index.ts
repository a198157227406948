// Every stage, in the order of the folders. A new stage is a file and a line here.
export { lineDedup, type LineDedupOptions } from './dedup/line-dedup.js';
export { urlDedup, type UrlDedupOptions } from './dedup/url-dedup.js';
export { c4Lines, type C4LineOptions, type C4Reading } from './edits/c4-lines.js';
export { extractText } from './edits/extract-text.js';
export { badWords, type BadWordsOptions, type BadWordsReading } from './filters/bad-words.js';
export { c4Page, type C4PageOptions } from './filters/c4-page.js';
export { domainList, type DomainListOptions } from './filters/domain-list.js';
export { language, type LanguageOptions } from './filters/language.js';
export { longLines, type LongLinesOptions } from './filters/long-lines.js';
export { pageLength, type PageLengthOptions } from './filters/page-length.js';
export { urlList, type UrlListOptions } from './filters/url-list.js';
export { hashSplit, type HashSplitOptions } from './taggers/hash-split.js';
export { tagLanguage, type TagLanguageOptions } from './taggers/language.js';
