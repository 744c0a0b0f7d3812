import { byGravity, countLines, lineOutcomes, type RecordLine } from '../../clients/lumpSum/recordLine.ts';
import { lumpSumCode, type RecordChange, type RecordProblem } from '../../contract/index.ts';
import { cutText } from '../../contract/text.ts';
import { counted, table } from './text.ts';

/** Rows of a table on a terminal: what does not fit on a few screens is read in a file. */
export const ROWS_SHOWN_MAX = 40;
/** Changes of one record in one cell; --out and --json hold all of them. */
const CHANGES_SHOWN_MAX = 4;
const VALUE_CHARACTERS_MAX = 60;

/** @returns e.g. `20000 records · rejected 12 · corrected 19980 · unchanged 8`, the gravest first. */
export function countsText(lines: readonly RecordLine[]): string {
  const counts = countLines(lines);
  const parts = lineOutcomes.flatMap((outcome) => {
    const count = counts[outcome];
    return count === undefined ? [] : [`${outcome} ${count}`];
  });
  return [counted(lines.length, 'record'), ...parts].join(' · ');
}

/**
 * A table of the gravest lines, and what the codes in it mean.
 * @param where the rest can be read, such as `--out FILE`
 */
export function recordTable(lines: readonly RecordLine[], where: string): string {
  const shown = byGravity(lines).slice(0, ROWS_SHOWN_MAX);
  const withRows = shown.some(({ rows }) => rows !== undefined);
  const rows = shown.map((line) => [
    ...(withRows ? [rowsText(line)] : []),
    line.recordId ?? '-',
    line.outcome,
    changesText(line.changes),
    whyOf(line),
  ]);
  const columns = [...(withRows ? ['row'] : []), 'record', 'outcome', 'changes', 'note'];
  const more = lines.length - shown.length;
  return [
    table(columns, rows),
    ...(more > 0 ? [`${counted(more, 'more record')} not shown: ${where} has them all`] : []),
    ...codesText(shown.flatMap(({ problems }) => problems)),
  ].join('\n');
}

/** Feishu's codes among the problems, once each: its words in English and Chinese, and how to mend it. */
export function codesText(problems: readonly RecordProblem[]): string[] {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return codes.flatMap((code) => {
    const known = lumpSumCode(code);
    return known === undefined ? [] : [`${code}  ${known.en} · ${known.zh}`, `          ${known.how}`];
  });
}

/** @returns e.g. `totalAmount: 2000.00 → 2100.00; remark: (none) → 补发` */
export function changesText(changes: readonly RecordChange[], most = CHANGES_SHOWN_MAX): string {
  const shown = changes.slice(0, most).map(changeText);
  const more = changes.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function changeText({ field, before, after }: RecordChange): string {
  return `${field}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: string | null): string {
  if (value === null) return '(none)';
  return cutText(value, VALUE_CHARACTERS_MAX);
}

function whyOf({ problems, note }: RecordLine): string {
  const words = problems.map(({ code, field, message }) =>
    [code, ...(field === undefined ? [] : [field]), message].join(' · '),
  );
  return [...words, ...(note === undefined ? [] : [note])].join('; ');
}

function rowsText({ rows = [] }: RecordLine): string {
  const [first, last] = [rows[0], rows.at(-1)];
  return first === last ? String(first ?? '-') : `${first ?? '-'}–${last ?? '-'}`;
}

/** Columns of a report in a file, one row a record. */
export const recordColumns = [
  { name: 'correctionId', width: 24 },
  { name: 'row', width: 8 },
  { name: 'id', width: 24 },
  { name: 'outcome', width: 14 },
  { name: 'changes', width: 60 },
  { name: 'codes', width: 20 },
  { name: 'problems', width: 60 },
  { name: 'problemsZh', width: 40 },
  { name: 'howToMend', width: 60 },
  { name: 'note', width: 40 },
] as const;

/** Cells of {@link recordColumns}, uncut. */
export function* recordRows(lines: Iterable<RecordLine>): Generator<(string | null)[]> {
  for (const line of lines) {
    const codes = [...new Set(line.problems.map(({ code }) => code))];
    const known = codes.flatMap((code) => lumpSumCode(code) ?? []);
    yield [
      line.correctionId ?? null,
      line.rows === undefined ? null : rowsText(line),
      line.recordId ?? null,
      line.outcome,
      textOrNull(
        line.changes.map(({ field, before, after }) => `${field}: ${before ?? ''} → ${after ?? ''}`),
      ),
      textOrNull(codes),
      textOrNull(line.problems.map(({ message }) => message)),
      textOrNull(known.map(({ zh }) => zh)),
      textOrNull(known.map(({ how }) => how)),
      line.note ?? null,
    ];
  }
}

function textOrNull(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join('; ');
}
