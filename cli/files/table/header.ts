import { cutText } from '../../../contract/text.ts';
import { UnreadableFile } from './fileProblem.ts';

/** A column that a file may have. */
export interface NamedColumn {
  readonly name: string;
  /** further names, in Chinese */
  readonly words?: readonly string[];
  /** what it says; two that say the same are refused. Undefined for one that is there for people to read. */
  readonly says: string | undefined;
}

/** A column of a file: what it stands for and what it is called there; undefined where it has no name. */
export type HeaderColumn<C> = { readonly written: string; readonly column: C } | undefined;
export type Header<C> = readonly HeaderColumn<C>[];

/** A list of all columns helps only while somebody would read it. */
const LISTED_MAX = 20;

/**
 * @param names the cells of the header row, in any order, any case, English or Chinese, with or without blanks and `_`
 * @param alsoWrong what else is wrong with a header that could be read
 * @throws UnreadableFile naming every column that is not known, and the name that is nearest; columns that say the same
 * thing twice; and what else is wrong
 */
export function readHeader<C extends NamedColumn>(
  names: readonly string[],
  columns: readonly C[],
  alsoWrong: (said: readonly C[]) => readonly string[] = () => [],
): Header<C> {
  const known = new Map(columns.flatMap((column) => namesOf(column).map((name) => [plain(name), column])));
  const header = names.map((name): HeaderColumn<C> => {
    const column = known.get(plain(name));
    return column && { written: name.trim(), column };
  });
  const said = header.flatMap((entry) => (entry?.column.says === undefined ? [] : [entry.column]));
  const wrong = [...unknown(names, header, columns), ...repeated(header), ...alsoWrong(said)];
  if (wrong.length > 0) throw new UnreadableFile(`cannot be read by its header: ${wrong.join('; ')}`);
  return header;
}

function namesOf({ name, words = [] }: NamedColumn): readonly string[] {
  return [name, ...words];
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

function unknown<C extends NamedColumn>(
  names: readonly string[],
  header: Header<C>,
  columns: readonly C[],
): string[] {
  const wrong = names.flatMap((name, at) => {
    const written = name.trim();
    if (written === '' || header[at] !== undefined) return [];
    const near = nearest(written, columns);
    const hint = near === undefined ? 'take it out' : `is it ${near}?`;
    return [`there is no column ${JSON.stringify(cutText(written, 60))}, ${hint}`];
  });
  if (wrong.length === 0 || columns.length > LISTED_MAX) return wrong;
  return [...wrong, `known are ${columns.map(({ name }) => name).join(', ')}`];
}

function repeated<C extends NamedColumn>(header: Header<C>): string[] {
  const firsts = new Map<string, string>();
  return header.flatMap((entry) => {
    const says = entry?.column.says;
    if (entry === undefined || says === undefined) return [];
    const first = firsts.get(says);
    firsts.set(says, first ?? entry.written);
    return first === undefined
      ? []
      : [`the columns ${first} and ${entry.written} say the same thing, take one out`];
  });
}

/** The known name that is nearest to a wrong one, if any is near enough to be meant. */
function nearest(written: string, columns: readonly NamedColumn[]): string | undefined {
  const [best] = columns
    .flatMap(namesOf)
    .map((name) => ({ name, distance: distance(plain(written), plain(name)) }))
    .sort((a, b) => a.distance - b.distance);
  // Of a short name every letter can be another, and then nothing of it is left.
  if (best === undefined || best.distance >= Math.min(best.name.length, plain(written).length))
    return undefined;
  return best.distance <= Math.max(2, best.name.length / 3) ? best.name : undefined;
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
