import Table from 'cli-table3';

/** Providers' words reach the terminal: none of them may move its cursor or break a line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

const NOTE_WIDTH = 46;

/**
 * @param columns names from left to right; those in `figures` are set to the right, `note` is broken into lines
 * @returns a table without colours, so that it can be piped
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
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
  ]);
  const drawn = new Table({
    head: [...columns],
    colAligns: columns.map((name) => (figures.has(name) ? 'right' : 'left')),
    colWidths: columns.map((name) => (name === 'note' ? NOTE_WIDTH : null)),
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [], compact: true },
  });
  drawn.push(...rows.map((row) => row.map(printable)));
  return drawn.toString();
}

export function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}
