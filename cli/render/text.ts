import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';

/** Providers' words reach the terminal: none of them may move its cursor or break a line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/** Of columns that hold prose. */
const NOTE_WIDTH = 46;

/**
 * @param columns names from left to right; those in `figures` are set to the right, those of prose are broken into lines
 * @param titles of columns, where they are not their names
 * @returns a table without colours, so that it can be piped
 */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  titles: Readonly<Record<string, string>> = {},
): string {
  const figures = new Set([
    'asked',
    'settled',
    'failed',
    'pending',
    'fee',
    'amount',
    'arrived',
    'points',
    'cash',
    'total',
  ]);
  const drawn = new Table({
    head: columns.map((name) => titles[name] ?? name),
    colAligns: columns.map((name) => (figures.has(name) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  drawn.push(...rows.map((row) => row.map((text, index) => cell(columns[index], printable(text)))));
  return drawn.toString();
}

export function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

/** Broken between words where it can be, within one where it must: the table itself would cut a long id off. */
function cell(column: string | undefined, text: string): string {
  return column === 'note' || column === 'changes' ? wrapAnsi(text, NOTE_WIDTH, { hard: true }) : text;
}
