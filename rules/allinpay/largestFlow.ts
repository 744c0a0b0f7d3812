import { at } from '../at.ts';

/** Kinds of lines and kinds of details, by how many there are of each, and which kinds go together. */
export interface Kinds {
  readonly lines: readonly number[];
  readonly details: readonly number[];
  /** for each kind of lines: the kinds of details that they may stand for, each once */
  readonly edges: readonly (readonly number[])[];
}

/** One assignment that leaves as few lines over as any. */
export interface LargestFlow {
  /** for each kind of details: how many lines of which kind it has */
  readonly taken: readonly ReadonlyMap<number, number>[];
  /** for each kind of details: how many of it have no line */
  readonly placesLeft: readonly number[];
  /** kinds of lines that are left over, and those that could be left over in their place */
  readonly surplus: ReadonlySet<number>;
}

/**
 * Hopcroft and Karp's way to the largest matching, with as many units as there are of a kind: in rounds, each of which
 * places lines by the shortest ways there are, moving others where that makes room.
 */
export function largestFlow(kinds: Kinds): LargestFlow {
  const search = new Search(kinds);
  while (search.placeByShortestWays());
  return search.result();
}

const NOT_REACHED = -1;

class Search {
  readonly #edges: Kinds['edges'];
  readonly #linesLeft: number[];
  readonly #placesLeft: number[];
  readonly #taken: Map<number, number>[];
  /** steps from a line that is left over, in this round */
  #lineLevel: readonly number[] = [];
  #detailLevel: readonly number[] = [];
  /** ways that this round has not tried yet */
  #detailsToTry: number[][] = [];
  #linesToTry: number[][] = [];

  constructor({ lines, details, edges }: Kinds) {
    this.#edges = edges;
    this.#linesLeft = [...lines];
    this.#placesLeft = [...details];
    this.#taken = details.map(() => new Map<number, number>());
  }

  /** @returns whether any line found its place */
  placeByShortestWays(): boolean {
    this.#measure();
    this.#detailsToTry = this.#edges.map((details) => [...details]);
    this.#linesToTry = this.#taken.map((lines) => [...lines.keys()]);
    let placed = false;
    for (let line = 0; line < this.#linesLeft.length; line += 1) {
      for (let left = at(this.#linesLeft, line); left > 0; left = at(this.#linesLeft, line)) {
        const moved = this.#place(line, left);
        if (moved === 0) break;
        this.#linesLeft[line] = left - moved;
        placed = true;
      }
    }
    return placed;
  }

  result(): LargestFlow {
    const surplus = new Set<number>();
    for (const [line, level] of this.#lineLevel.entries()) if (level !== NOT_REACHED) surplus.add(line);
    return { taken: this.#taken, placesLeft: this.#placesLeft, surplus };
  }

  #measure(): void {
    const lineLevel = this.#linesLeft.map((left) => (left > 0 ? 0 : NOT_REACHED));
    const detailLevel = this.#placesLeft.map(() => NOT_REACHED);
    let front = [...lineLevel.keys()].filter((line) => lineLevel[line] === 0);
    for (let level = 1; front.length > 0; level += 2) {
      const details = reach(front, (line) => at(this.#edges, line), detailLevel, level);
      front = reach(details, (detail) => at(this.#taken, detail).keys(), lineLevel, level + 1);
    }
    this.#lineLevel = lineLevel;
    this.#detailLevel = detailLevel;
  }

  /** Finds places for up to so many lines of a kind. @returns for how many */
  #place(line: number, many: number): number {
    const ways = at(this.#detailsToTry, line);
    for (let detail = ways.at(-1); detail !== undefined; detail = ways.at(-1)) {
      if (this.#detailLevel[detail] === at(this.#lineLevel, line) + 1) {
        const moved = this.#makeRoom(detail, many);
        if (moved > 0) {
          add(at(this.#taken, detail), line, moved);
          return moved;
        }
      }
      ways.pop();
    }
    return 0;
  }

  #makeRoom(detail: number, many: number): number {
    const free = Math.min(at(this.#placesLeft, detail), many);
    if (free > 0) {
      this.#placesLeft[detail] = at(this.#placesLeft, detail) - free;
      return free;
    }
    const ways = at(this.#linesToTry, detail);
    for (let line = ways.at(-1); line !== undefined; line = ways.at(-1)) {
      const there = at(this.#taken, detail).get(line) ?? 0;
      if (there > 0 && this.#lineLevel[line] === at(this.#detailLevel, detail) + 1) {
        const moved = this.#place(line, Math.min(there, many));
        if (moved > 0) {
          add(at(this.#taken, detail), line, -moved);
          return moved;
        }
      }
      ways.pop();
    }
    return 0;
  }
}

/** Marks what is reached for the first time. @returns it */
function reach(
  from: readonly number[],
  ways: (node: number) => Iterable<number>,
  levels: number[],
  level: number,
): number[] {
  const reached: number[] = [];
  for (const node of from) {
    for (const next of ways(node)) {
      if (levels[next] !== NOT_REACHED) continue;
      levels[next] = level;
      reached.push(next);
    }
  }
  return reached;
}

function add(counts: Map<number, number>, key: number, many: number): void {
  const count = (counts.get(key) ?? 0) + many;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
