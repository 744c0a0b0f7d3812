import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignmentsOf, type Assignments } from '../../../rules/allinpay/assignment.ts';
import type { Kinds } from '../../../rules/allinpay/largestFlow.ts';

/** Every way to place the lines, by trying: for each line, the detail that it has, or undefined where it has none. */
function* waysToPlace(
  edges: Kinds['edges'],
  free: readonly number[],
  line = 0,
): Generator<readonly (number | undefined)[]> {
  if (line === edges.length) {
    yield [];
    return;
  }
  for (const detail of edges[line]!.filter((candidate) => free[candidate]! > 0)) {
    const left = free.with(detail, free[detail]! - 1);
    for (const rest of waysToPlace(edges, left, line + 1)) yield [detail, ...rest];
  }
  for (const rest of waysToPlace(edges, free, line + 1)) yield [undefined, ...rest];
}

/** What `assignmentsOf` says, found out by trying each way. */
function tried({ lines, details, edges }: Kinds): Assignments {
  const kindOf = lines.flatMap((many, kind) => Array.from({ length: many }, () => kind));
  const ways = [
    ...waysToPlace(
      kindOf.map((kind) => edges[kind]!),
      details,
    ),
  ];
  const leftOver = ways.map((way) => way.filter((detail) => detail === undefined).length);
  const fewest = Math.min(...leftOver);
  const largest = ways.filter((_, at) => leftOver[at] === fewest);
  if (fewest > 0) {
    const surplus = largest.flatMap((way) => kindOf.filter((_, line) => way[line] === undefined));
    return { complete: false, surplus: new Set(surplus) };
  }
  const lineKindsOf = details.map((_, detail) =>
    lines.flatMap((_many, kind) =>
      largest.some((way) => way.some((at, line) => at === detail && kindOf[line] === kind)) ? [kind] : [],
    ),
  );
  const mayLack = details.map((many, detail) =>
    largest.some((way) => way.filter((at) => at === detail).length < many),
  );
  return { complete: true, linesOf: lineKindsOf, mayLack };
}

const kinds: fc.Arbitrary<Kinds> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 4 }),
    fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 4 }),
  )
  .chain(([lines, details]) =>
    fc.record({
      lines: fc.constant(lines),
      details: fc.constant(details),
      edges: fc.tuple(...lines.map(() => fc.subarray([...details.keys()]))),
    }),
  );

describe('all assignments of lines to details', () => {
  it('are told as if each had been tried', () => {
    fc.assert(
      fc.property(kinds, (given) => {
        expect(assignmentsOf(given)).toEqual(tried(given));
      }),
      { numRuns: 3_000 },
    );
  });

  it('of nothing are one', () => {
    expect(assignmentsOf({ lines: [], details: [], edges: [] })).toEqual({
      complete: true,
      linesOf: [],
      mayLack: [],
    });
  });

  it('are found where the last line moves every line before it', () => {
    // Line i fits the details i and i + 1, the last line the first detail alone.
    const many = 1_000;
    const edges = Array.from({ length: many }, (_, line) => (line === many - 1 ? [0] : [line, line + 1]));
    const ones = edges.map(() => 1);
    const assignments = assignmentsOf({ lines: ones, details: ones, edges });
    expect(assignments).toMatchObject({
      complete: true,
      linesOf: edges.map((_, detail) => [detail === 0 ? many - 1 : detail - 1]),
    });
  });
});
