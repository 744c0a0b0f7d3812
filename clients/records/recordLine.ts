import { parse, payoutRecord, type PayoutRecord } from '../../contract/index.ts';
import type { FileLine } from './lines.ts';

/** What a line of a file of records is. */
export type LineKind =
  | { readonly kind: 'record'; readonly record: PayoutRecord }
  /** the end of the file, and the begin of a record: somebody was stopped while writing */
  | { readonly kind: 'torn' }
  | { readonly kind: 'foreign' };

/** Every line begins so: what a torn one is told from a file of something else by. */
const BEGIN = '{"version":1,';

export function lineOf(record: PayoutRecord): string {
  return `${JSON.stringify(record)}\n`;
}

export function kindOf({ text, ended }: Pick<FileLine, 'text' | 'ended'>): LineKind {
  const record = readRecord(text);
  if (record !== undefined) return { kind: 'record', record };
  return !ended && isTorn(text) ? { kind: 'torn' } : { kind: 'foreign' };
}

function readRecord(text: string): PayoutRecord | undefined {
  try {
    const read = parse(payoutRecord, JSON.parse(text));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** A machine that lost its power leaves zeros where bytes had been promised. */
function isTorn(text: string): boolean {
  const written = text.replace(/\0+$/, '');
  return written.startsWith(BEGIN) || BEGIN.startsWith(written);
}
