import { cutText } from '../../../contract/text.ts';
import { columns, type Column } from './columns.ts';
import { UnreadableFile } from './fileProblem.ts';

/** A column of a file: what it stands for and what it is called there; undefined where it has no name. */
export type HeaderColumn = { readonly written: string; readonly column: Column } | undefined;
export type Header = readonly HeaderColumn[];

const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));

/**
 * @param names the cells of the header row
 * @throws UnreadableFile naming every column that is not known, and the name that is nearest; columns that say the same
 * thing twice; a missing id; and a file that has nothing to correct
 */
export function readHeader(names: readonly string[]): Header {
  const header = names.map((name): HeaderColumn => {
    const written = name.trim();
    const column = byName.get(written.toLowerCase());
    return column && { written, column };
  });
  const wrong = [...unknown(names, header), ...repeated(header), ...missing(header)];
  if (wrong.length > 0) throw new UnreadableFile(`cannot be read by its header: ${wrong.join('; ')}`);
  return header;
}

function unknown(names: readonly string[], header: Header): string[] {
  return names.flatMap((name, at) => {
    const written = name.trim();
    if (written === '' || header[at] !== undefined) return [];
    const near = nearest(written);
    const hint = near === undefined ? 'take it out' : `is it ${near}?`;
    return [`there is no column ${JSON.stringify(cutText(written, 60))}, ${hint}`];
  });
}

function repeated(header: Header): string[] {
  const firsts = new Map<string, string>();
  return header.flatMap((entry) => {
    if (entry === undefined || entry.column.of === 'reader') return [];
    const { column, written } = entry;
    const key = `${column.of} ${column.member}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, written);
      return [];
    }
    return [`the columns ${first} and ${written} say the same thing, take one out`];
  });
}

function missing(header: Header): string[] {
  const members = header.flatMap((entry) =>
    entry === undefined || entry.column.of === 'reader' ? [] : [entry.column],
  );
  const isId = ({ of, member }: (typeof members)[number]): boolean => of === 'record' && member === 'id';
  if (!members.some(isId)) return ['the first row must name the columns, and there is no column id'];
  const corrects = members.some(
    (column) =>
      !isId(column) && column.member !== 'expectedModifyTime' && column.member !== 'allowDetailChanges',
  );
  return corrects ? [] : ['no column says what is to be corrected'];
}

/** The known name that is nearest to a wrong one, if any is near enough to be meant. */
function nearest(written: string): string | undefined {
  const [best] = columns
    .map(({ name }) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, best.name.length / 3) ? best.name : undefined;
}

/** Levenshtein's distance: how many characters are to be added, dropped or replaced. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
