import { countLines, type RecordLine } from '../../../clients/lumpSum/recordLine.ts';
import { writeTable } from '../../files/lumpSum/recordFile.ts';
import { unwritten } from '../../outFile.ts';
import { countsText, recordColumns, recordRows, recordTable } from '../../render/recordLines.ts';

/** Writes every line where a file is named. @returns why it could not be written, in words */
export async function writeLines(
  out: string | undefined,
  lines: readonly RecordLine[],
): Promise<string | undefined> {
  if (out === undefined) return undefined;
  return unwritten(out, () => writeTable(out, recordColumns, recordRows(lines)));
}

/** Counts first, then the lines that matter most. */
export function linesText(lines: readonly RecordLine[], out: string | undefined): string {
  if (lines.length === 0) return 'no records';
  const where = out === undefined ? '--out FILE' : out;
  return [countsText(lines), recordTable(lines, where)].join('\n');
}

/** What `--json` prints of lines. */
export function linesDocument(lines: readonly RecordLine[]): {
  counts: object;
  records: readonly RecordLine[];
} {
  return { counts: countLines(lines), records: lines };
}
