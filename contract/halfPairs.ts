import { nameOfCharacter } from './characters.ts';
import { isWellFormed } from './text.ts';

/** Half a surrogate pair somewhere in outside data. */
export interface HalfPair {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Enough to mend an input by; of a broken encoder every text is wrong. */
const MOST = 100;

interface Node {
  readonly value: unknown;
  readonly key?: PropertyKey;
  readonly above?: Node;
}

/**
 * Where in data of JSON a text or the name of a member holds half a surrogate pair, at most the first hundred places. Not
 * recursive: data nested without end has a thousand times more levels than a stack has room for.
 */
export function halvesIn(data: unknown): HalfPair[] {
  const found: HalfPair[] = [];
  const left: Node[] = [{ value: data }];
  for (let node = left.pop(); node !== undefined && found.length < MOST; node = left.pop()) {
    const { value, key } = node;
    if (typeof key === 'string' && !isWellFormed(key)) {
      found.push({ path: pathOf(node), message: `is a name that ${said(key)}` });
    }
    if (typeof value === 'string') {
      if (!isWellFormed(value)) found.push({ path: pathOf(node), message: said(value) });
    } else if (typeof value === 'object' && value !== null) {
      const inList = Array.isArray(value);
      for (const [name, member] of Object.entries(value).reverse()) {
        left.push({ value: member as unknown, key: inList ? Number(name) : name, above: node });
      }
    }
  }
  return found;
}

function pathOf(node: Node): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Node | undefined = node; at?.key !== undefined; at = at.above) path.push(at.key);
  return path.reverse();
}

function said(text: string): string {
  const [half = ''] = /\p{Cs}/u.exec(text) ?? [];
  return `must not hold ${nameOfCharacter(half)}`;
}
