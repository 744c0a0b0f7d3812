import { at } from '../at.ts';
import { circlesOf } from './circles.ts';
import { largestFlow, type Kinds } from './largestFlow.ts';

/** What all assignments of lines to details, one line a detail at most, have in common. */
export type Assignments = Complete | Incomplete;

/** Some assignment leaves no line over. */
export interface Complete {
  readonly complete: true;
  /** for each kind of details: the kinds of lines that one of it has in some complete assignment */
  readonly linesOf: readonly (readonly number[])[];
  /** for each kind of details: whether one of it has no line in some complete assignment */
  readonly mayLack: readonly boolean[];
}

interface Incomplete {
  readonly complete: false;
  /** kinds of lines that are too many for all their details together */
  readonly surplus: ReadonlySet<number>;
}

/**
 * Judges all assignments without trying them one by one. One largest assignment is found as a flow. Another one differs
 * from it by circles of what the flow can change, so what lies on no such circle is the same in all. Both parts of the
 * answer are known not to depend on which of the largest assignments was found (Dulmage and Mendelsohn).
 */
export function assignmentsOf(kinds: Kinds): Assignments {
  const { taken, placesLeft, surplus } = largestFlow(kinds);
  if (surplus.size > 0) return { complete: false, surplus };
  const { lines, details, edges } = kinds;
  const nodeOf = (detail: number): number => lines.length + detail;
  // A place that is left can go from detail to detail as well: this node holds all of them.
  const places = lines.length + details.length;
  const circles = circlesOf([
    ...edges.map((of) => of.map(nodeOf)),
    ...details.map((_, detail) => [
      ...at(taken, detail).keys(),
      ...(at(placesLeft, detail) > 0 ? [places] : []),
    ]),
    [...details.keys()].map(nodeOf),
  ]);
  const linesOf: number[][] = details.map(() => []);
  for (const [line, of] of edges.entries()) {
    for (const detail of of) {
      if (at(taken, detail).has(line) || circles[line] === circles[nodeOf(detail)])
        at(linesOf, detail).push(line);
    }
  }
  const mayLack = details.map((_, detail) => circles[nodeOf(detail)] === circles[places]);
  return { complete: true, linesOf, mayLack };
}
