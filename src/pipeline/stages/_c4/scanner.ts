import type { Doc } from '../../core/doc.js';
import type { PageScan } from './page-scan.js';
import type { LineRules } from './rules.js';
import { lineScanner } from './scan-lines.js';
import { stepScanner, type StepScan } from './scan-steps.js';

/** Gives a document's scan, made once for all stages with the same line rules. */
export type Scanner<Scan extends PageScan = PageScan> = (doc: Doc) => Scan;

// equal rules share a scanner, so that c4Lines finds what c4Page saw; a scan lives as long as its document
const scanners = new Map<string, Scanner>();

/** The scanner of these rules. */
export function scannerOf(rules: LineRules & { reading: 'dclm' }): Scanner<StepScan>;
export function scannerOf(rules: LineRules): Scanner;
export function scannerOf(rules: LineRules): Scanner {
  const key = JSON.stringify(Object.entries(rules).sort());
  let scanner = scanners.get(key);
  if (!scanner) {
    scanner = remembered(rules.reading === 'dclm' ? stepScanner(rules) : lineScanner(rules));
    scanners.set(key, scanner);
  }
  return scanner;
}

function remembered<Scan extends PageScan>(scan: (text: string) => Scan): Scanner<Scan> {
  const scans = new WeakMap<Doc, Scan>();
  return (doc) => {
    let found = scans.get(doc);
    if (!found) {
      found = scan(doc.text);
      scans.set(doc, found);
    }
    return found;
  };
}
