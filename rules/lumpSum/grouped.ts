import type { Places } from './places.ts';

/** What is the same of several records, with their places. */
export interface Group<T> {
  readonly at: string;
  readonly value: T;
}

/** Records of the same value together, by its JSON. */
export function grouped<T, R extends { readonly id: string }>(
  inPlace: Places,
  records: readonly R[],
  valueOf: (record: R) => T,
): Group<T>[] {
  const groups = new Map<string, { readonly value: T; readonly records: R[] }>();
  for (const record of records) {
    const value = valueOf(record);
    const key = JSON.stringify(value);
    const group = groups.get(key) ?? { value, records: [] };
    group.records.push(record);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ at: inPlace.write(group.records), value: group.value }));
}

/** The value of each record, by its id. @throws RangeError where there are no such places */
export function ungrouped<T>(inPlace: Places, groups: readonly Group<T>[]): ReadonlyMap<string, T> {
  return new Map(groups.flatMap(({ at, value }) => inPlace.read(at).map((id) => [id, value] as const)));
}
