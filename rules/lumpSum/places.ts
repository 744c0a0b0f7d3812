import { at } from '../at.ts';
import { numbersIn, rangesOf } from './ranges.ts';

/** The places of records in the input of their correction, counted from 0: a record is named by its own in few bytes. */
export class Places {
  readonly #ids: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(records: readonly { readonly id: string }[]) {
    this.#ids = records.map(({ id }) => id);
    this.#places = new Map(this.#ids.map((id, place) => [id, place]));
  }

  /** @throws RangeError for a record that is not in the input */
  of({ id }: { readonly id: string }): number {
    const place = this.#places.get(id);
    if (place === undefined) throw new RangeError(`the input has no record ${id}`);
    return place;
  }

  /** The records in the order of the input. */
  sorted<T extends { readonly id: string }>(records: readonly T[]): T[] {
    return [...records].sort((one, other) => this.of(one) - this.of(other));
  }

  /** The places of records as ranges. */
  write(records: readonly { readonly id: string }[]): string {
    return rangesOf(this.sorted(records).map((record) => this.of(record)));
  }

  /** The ids at places, in the order of the input. @throws RangeError where there are no such places */
  read(ranges: string): string[] {
    return numbersIn(ranges, this.#ids.length).map((place) => at(this.#ids, place));
  }
}
