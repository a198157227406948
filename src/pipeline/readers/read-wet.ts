import type { ByteSource } from './_source.js';
import { readWarc, type ReadWarcOptions } from './read-warc.js';
import type { SkipLog } from './skip-log.js';

/** One page of a WET file. */
export interface WetPage {
  readonly url: string;
  /** WARC-Date of the fetch. */
  readonly date: string;
  readonly id: string;
  /** Languages that the crawl found, as ISO 639-3 codes, most of the text first; empty in files before 2018. */
  readonly languages: readonly string[];
  /** The text that the crawl extracted. */
  readonly text: string;
}

/** Pages being read, with what had to be skipped so far. */
export interface PageReader<Page> extends AsyncIterable<Page> {
  readonly skipped: SkipLog;
}

/**
 * Reads the pages of a WET file: the `conversion` records, whose content is a page's text.
 *
 * @throws {Error} If the path is a directory or cannot be read.
 * @example
 * for await (const page of readWet('crawl.warc.wet.gz')) page.url // => 'http://museum.example/'
 */
export function readWet(source: ByteSource, options: ReadWarcOptions = {}): PageReader<WetPage> {
  const records = readWarc(source, options);
  async function* pages(): AsyncGenerator<WetPage> {
    for await (const record of records) {
      if (record.type !== 'conversion') continue;
      const languages = record.headers.get('WARC-Identified-Content-Language');
      yield {
        url: record.url ?? '',
        date: record.date ?? '',
        id: record.id,
        languages: languages === undefined ? [] : languages.split(',').map((code) => code.trim()),
        text: new TextDecoder().decode(record.content),
      };
    }
  }
  return { skipped: records.skipped, [Symbol.asyncIterator]: pages };
}
