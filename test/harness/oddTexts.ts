import fc from 'fast-check';
import { ODD_PIECES } from '../../verification/simulation/workload/oddTexts.ts';

const short = fc.array(fc.constantFrom(...ODD_PIECES), { minLength: 1, maxLength: 8 });

/** Any text: short ones, which the SDK writes by other code than long ones, and long ones. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: short.map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: short.map((pieces) => pieces.join('').repeat(700)) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

/** A text with half of a surrogate pair in it, of a length at which it once ended a worker. */
export const brokenText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', 'a', '余额不足', '\u{1f600}'), fc.constantFrom('\ud83d', '\ude00'))
  .map(([before, half]) => before + half);
