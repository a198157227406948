import { warcDocs } from '../readers/warc-docs.js';
import type { ByteSource } from '../readers/_source.js';
import { warcWriter } from '../readers/warc-writer.js';

/** Options for {@link toWet}. */
export interface ToWetOptions {
  /** Makes a page's text of its HTML. */
  readonly text: (html: string) => string;
  /** Names the languages of a text, as ISO 639-3 codes joined by commas, most of the text first. @default none named */
  readonly languages?: (text: string) => string | undefined;
  /** Name of the WARC file, for the warcinfo record. @default 'crawl.warc.gz' */
  readonly filename?: string;
  /** @default true */
  readonly gzip?: boolean;
}

/**
 * Derives the WET file of a WARC file: a `conversion` record with the text of each page of HTML, dated as the page and
 * referring to its record. Pages without text are left out, as Common Crawl does.
 *
 * @example
 * const wet = await toWet(warc, { text: wetText })
 * for await (const page of readWet(wet)) page.text // => 'Museum of Everyday Machines\n…'
 */
export async function toWet(warc: ByteSource, options: ToWetOptions): Promise<Uint8Array> {
  const { text, languages, filename = 'crawl.warc.gz', gzip = true } = options;
  const writer = warcWriter({ gzip, seed: 'wet' });
  const parts: Uint8Array[] = [];
  for await (const doc of warcDocs(warc)) {
    const date = String(doc.meta['date'] ?? '');
    if (parts.length === 0) parts.push(warcinfo());
    const content = text(doc.text);
    if (content.trim() === '') continue;
    const named = languages?.(content);
    const { bytes } = writer.write({
      type: 'conversion',
      date,
      ...(doc.url === undefined ? {} : { url: doc.url }),
      content,
      fields: [
        ['WARC-Refers-To', `<${doc.id}>`],
        ...(named === undefined ? [] : [['WARC-Identified-Content-Language', named] as const]),
      ],
    });
    parts.push(bytes);

    function warcinfo(): Uint8Array {
      const info = `Software-Info: Lectern 0.1\r\nformat: WARC File Format 1.0\r\n`;
      const fields = [['WARC-Filename', filename.replace(/\.warc(?=(?:\.gz)?$)/, '.warc.wet')]] as const;
      return writer.write({ type: 'warcinfo', date, content: info, fields }).bytes;
    }
  }
  return Buffer.concat(parts);
}
