/** What happens at an instant; a promise is waited for. `stale`: nothing happens, its time has passed it by. */
export type Happening = () => unknown;

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly happen: Happening;
}

/** What is to happen when, in virtual time: earliest first, of one instant in the order of planning. */
export class Timeline {
  /** a binary heap */
  readonly #heap: Entry[] = [];
  #count = 0;
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  at(instant: number, happen: Happening): void {
    this.#count += 1;
    this.#push({ at: Math.max(instant, this.now), order: this.#count, happen });
  }

  in(ms: number, happen: Happening): void {
    this.at(this.now + ms, happen);
  }

  /** Resolves when the time has gone by. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.in(ms, resolve);
    });
  }

  get nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Lets the next thing happen and everything that follows from it at once. @returns false when nothing is planned */
  async step(): Promise<boolean> {
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.now = entry.at;
    const happened = entry.happen();
    // Most time-outs are of what has long ended: no turn of the event loop for them.
    if (happened === 'stale') return true;
    await happened;
    // Promises that this resolved run to their next wait, however long their chains are.
    await new Promise((resolve) => setImmediate(resolve));
    return true;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = heap[up];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[at] = above;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const [child, index] =
        right !== undefined && isBefore(right, left) ? [right, 2 * at + 2] : [left, 2 * at + 1];
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = index;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
