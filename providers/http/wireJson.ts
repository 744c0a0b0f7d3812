import { isLosslessNumber, parse, type LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { wellFormed } from '../../contract/text.ts';
import { readDecimal, wholeCount, withTwoDecimals } from './decimal.ts';

/**
 * A provider's JSON, its numbers kept as the digits that were sent; undefined when the text is not JSON. Its texts are
 * well-formed: half of a surrogate pair becomes U+FFFD.
 */
export function readJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: parse(withWholePairs(text)) };
  } catch {
    // Not JSON, a member twice with different values, or nested so deep that the parser ran out of stack.
    return undefined;
  }
}

/** A whole pair of escapes, one half of a pair, any other escape: each taken whole, so that `\\\\ud83d` is none of the first. */
const ESCAPE =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u[dD][89a-fA-F][\da-fA-F]{2})|\\./g;

/**
 * Mended in the text, before it is parsed: in what was parsed the names of members count too, and two of them could become
 * one.
 */
function withWholePairs(text: string): string {
  return wellFormed(text).replace(ESCAPE, (escape, half: string | undefined) =>
    half === undefined ? escape : '\\ufffd',
  );
}

const wireNumber = z.custom<LosslessNumber>((value) => isLosslessNumber(value), 'expected a number');

/**
 * A JSON object with at least these members. zod alone takes a number for an object without members, since a lossless
 * number is an instance of a class: `"withdrawal_details":5` would say that nothing was withdrawn. And it drops a member
 * `__proto__` without a word, so that nobody would be told of a member that no document names.
 */
export function wireObject<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodPipe<z.ZodUnknown, ReturnType<typeof z.looseObject<Shape>>> {
  return z.unknown().refine(isOnlyMembers, 'expected an object').pipe(z.looseObject(shape));
}

function isOnlyMembers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !isLosslessNumber(value) && !Object.hasOwn(value, '__proto__');
}

/** A number, or a number in quotes, as its digits: providers change between the two without notice. */
const digits = z.union([wireNumber.transform((value) => value.value), z.string()]);

const INTEGER = /^(?:0|-?[1-9]\d{0,19})$/;

/** A JSON integer as text. */
export const wireInteger = wireNumber.transform((value) => value.value).pipe(z.string().regex(INTEGER));

/** A JSON integer, or one in quotes, as text. */
export const wireIntegerOrText = digits.pipe(z.string().regex(INTEGER));

/** An id that may come as text or as an integer of any length, as text. */
export const wireId = z.union([wireInteger, z.string().min(1).max(128)]);

/** A count that is not negative, as a JS integer. */
export const wireCount = digits.transform((text, context) => {
  const count = wholeCount(text);
  if (count !== undefined) return count;
  context.addIssue({ code: 'custom', message: 'expected a count' });
  return z.NEVER;
});

/** Money in major units that is not negative, as text with exactly two decimals. */
export const wireMoney = digits.transform((text, context) => {
  const value = readDecimal(text);
  const money = value === undefined || value.lt('0') ? undefined : withTwoDecimals(value);
  if (money !== undefined) return money;
  context.addIssue({ code: 'custom', message: 'expected money with at most two decimals' });
  return z.NEVER;
});

/**
 * A decimal that should come as text: text stays as it came, whatever it says; a number becomes its digits, an exponent
 * written out.
 */
export const wireDecimalText = z.union([
  z.string(),
  wireNumber.transform((number, context) => {
    const value = readDecimal(number.value);
    if (value !== undefined) return /e/i.test(number.value) ? value.toFixed() : number.value;
    context.addIssue({ code: 'custom', message: 'expected a decimal' });
    return z.NEVER;
  }),
]);

/** A decimal of any precision, as the digits that were sent. */
export const wireDecimal = digits;
