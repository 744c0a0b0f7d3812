import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonBytes } from '../../../contract/jsonBytes.ts';
import { grouped, ungrouped } from '../../../rules/lumpSum/grouped.ts';
import type { LeftMark } from '../../../rules/lumpSum/marks.ts';
import {
  packMarks,
  packSending,
  readPackedSending,
  unpackMarks,
  unpackSending,
} from '../../../rules/lumpSum/packedMarks.ts';
import { Places } from '../../../rules/lumpSum/places.ts';

const COUNT = 40;
const records = Array.from({ length: COUNT }, (_, at) => ({ id: `741103900618${at}` }));
const places = new Places(records);

const digest = fc.constantFrom('x', 'y', 'z').map((letter) => letter.repeat(43));
const someMarks: fc.Arbitrary<LeftMark[]> = fc.subarray(records).chain((some) =>
  fc.tuple(
    ...some.map(({ id }) =>
      fc.record({
        id: fc.constant(id),
        before: digest,
        wanted: digest,
        changesDetails: fc.boolean(),
        seesBelongTime: fc.boolean(),
        changes: fc.array(fc.record({ field: fc.string(), before: fc.constant(null), after: fc.string() }), {
          maxLength: 2,
        }),
      }),
    ),
  ),
);

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const markOf = ({ changes: _changes, ...mark }: LeftMark): Omit<LeftMark, 'changes'> => mark;

describe('packed marks', () => {
  it('are the marks again, in the order of the input', () => {
    fc.assert(
      fc.property(someMarks, (left) => {
        const marks = left.map(markOf);
        expect(unpackMarks(places, throughJson(packMarks(places, [...marks].reverse())))).toEqual(marks);
      }),
    );
  });

  it('of which only `wanted` is asked for still tell which read the same before', () => {
    fc.assert(
      fc.property(someMarks, (left) => {
        const marks = left.map(markOf);
        const expected = marks.map((mark) => ({
          ...mark,
          before: mark.before === mark.wanted ? mark.wanted : '',
        }));
        expect(unpackMarks(places, packMarks(places, marks, 'wanted'))).toEqual(expected);
      }),
    );
  });

  it('of 500 records take less than 90 bytes a record, and half of that where only `wanted` is asked for', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({ id: `741103900618031${at}` }));
    const mark = {
      before: 'b'.repeat(43),
      wanted: 'w'.repeat(43),
      changesDetails: false,
      seesBelongTime: true,
    };
    const marks = many.map(({ id }) => ({ id, ...mark }));
    const inPlace = new Places(many);
    expect(jsonBytes(packMarks(inPlace, marks))).toBeLessThan(500 * 90);
    expect(jsonBytes(packMarks(inPlace, marks, 'wanted'))).toBeLessThan(500 * 45);
  });

  it('are refused where digests are missing', () => {
    const packed = packMarks(places, [
      { id: records[0]!.id, before: 'b', wanted: 'w', changesDetails: false, seesBelongTime: true },
    ]);
    expect(() => unpackMarks(places, { ...packed, wanted: '' })).toThrow(RangeError);
    expect(() => unpackMarks(places, { ...packed, before: 'b b' })).toThrow(RangeError);
    expect(() => unpackMarks(places, { ...packed, at: String(COUNT) })).toThrow(RangeError);
  });
});

describe('what is about to be sent', () => {
  it('is told whole where it is new and by its place where it is known, and read as all of it', () => {
    fc.assert(
      fc.property(someMarks, fc.infiniteStream(fc.boolean()), (all, dice) => {
        const known = new Map(all.filter(() => dice.next().value).map((mark) => [mark.id, mark]));
        const fresh = all.filter(({ id }) => !known.has(id));
        const packed = readPackedSending(throughJson(packSending(places, [...known.values()], fresh)));
        expect(unpackSending(places, packed!, (id) => known.get(id))).toEqual(all);
      }),
    );
  });

  it('is not made up where the mark of a known one is not known', () => {
    const packed = packSending(places, [records[3]!], []);
    expect(() => unpackSending(places, packed, () => undefined)).toThrow(RangeError);
  });

  it('is refused where there are not as many changes as new marks', () => {
    const mark = { before: 'b', wanted: 'w', changesDetails: false, seesBelongTime: true, changes: [] };
    const { again, fresh } = packSending(places, [], [{ id: records[3]!.id, ...mark }]);
    for (const changes of [[], [[], []]]) {
      expect(() => unpackSending(places, { again, fresh: { ...fresh, changes } }, () => undefined)).toThrow(
        RangeError,
      );
    }
  });

  it('is not read from anything else that a try left', () => {
    expect(readPackedSending([{ id: 'R1' }])).toBeNull();
    expect(readPackedSending(undefined)).toBeNull();
  });
});

describe('equal values of records', () => {
  it('stand together, and each record has its own again', () => {
    const values = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: COUNT, maxLength: COUNT });
    fc.assert(
      fc.property(values, (list) => {
        const valued = records.map(({ id }, at) => ({ id, value: list[at]! }));
        const groups = grouped(places, valued, ({ value }) => ({ kind: value }));
        expect(groups.length).toBe(new Set(list).size);
        const read = ungrouped(places, throughJson(groups));
        expect(records.map(({ id }) => read.get(id)?.kind)).toEqual(list);
      }),
    );
  });
});
