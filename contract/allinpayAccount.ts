import { z } from 'zod';
import { isRecord, type Report } from './input.ts';
import { nameSchema } from './nameText.ts';

/** The provider's three ways to name an account, exactly one of which we send. */
export const selectorMembers = {
  accountUserId: z
    .int('must be a whole number')
    .positive('must be more than zero')
    .max(99_999_999_999, 'must be at most 11 digits')
    .optional(),
  externalCode: nameSchema(30).optional(),
  isPlatform: z.literal(true, { error: 'must be true or left out' }).optional(),
};

/** JSON Schema has no refinements: this says "exactly one of them" there. */
export const exactlyOneSelector = {
  oneOf: ['accountUserId', 'externalCode', 'isPlatform'].map((member) => ({ required: [member] })),
};

interface Selectors {
  readonly accountUserId?: number | undefined;
  readonly externalCode?: string | undefined;
  readonly isPlatform?: true | undefined;
}

/** An Allinpay account, named in exactly one of three ways. */
export type AccountSelector =
  { readonly accountUserId: number } | { readonly externalCode: string } | { readonly isPlatform: true };

/** The provider documents a precedence for senders who name two; we refuse to need it. */
export function checkOneSelector(detail: unknown, report: Report): void {
  if (!isRecord(detail)) return;
  const given = Object.keys(selectorMembers).filter((member) => detail[member] !== undefined);
  if (given.length === 1) return;
  const names = given.length === 0 ? 'none' : given.join(' and ');
  report([], `must name exactly one of accountUserId, externalCode and isPlatform, names ${names}`);
}

/** @returns the one selector of a checked detail. @throws RangeError when it has none */
export function selectorOf(detail: Selectors): AccountSelector {
  if (detail.accountUserId !== undefined) return { accountUserId: detail.accountUserId };
  if (detail.externalCode !== undefined) return { externalCode: detail.externalCode };
  if (detail.isPlatform !== undefined) return { isPlatform: true };
  throw new RangeError('a detail without a selector');
}

/** One text for one account as we name it: `externalCode:S-17`. */
export function accountKey(account: Selectors): string {
  return accountKeyOf({ ...account }) ?? '';
}

/** Two lines for one account could not be told apart in an answer. */
export function checkNoAccountTwice(details: unknown, report: Report): void {
  if (!Array.isArray(details)) return;
  const first = new Map<string, number>();
  details.forEach((detail: unknown, index) => {
    const key = isRecord(detail) ? accountKeyOf(detail) : undefined;
    if (key === undefined) return;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else report([index], `names the same account as [${earlier}] (${key}); put them together`);
  });
}

function accountKeyOf(detail: Readonly<Record<string, unknown>>): string | undefined {
  const member = Object.keys(selectorMembers).find((name) => detail[name] !== undefined);
  return member === undefined ? undefined : `${member}:${String(detail[member])}`;
}
