import { z } from 'zod';
import { bonusTypes, type BonusType } from './bonusTypes.ts';
import { personSchema } from './input.ts';

/** Memo members of every run that moves money: what a list shows of it, without asking a worker or reading a history. */
export const listedMemo = {
  asked: 'payoutAsked',
  currency: 'payoutCurrency',
  size: 'payoutSize',
  bonusTypes: 'payoutBonusTypes',
  requestedBy: 'payoutRequestedBy',
} as const;

/** What a list shows of what was asked for. Small, since it travels with every row: the input bounds each text. */
export interface Listed {
  /** of an Allinpay withdrawal: the sum of its details, in `currency` */
  readonly asked?: string | undefined;
  /** ISO 4217 */
  readonly currency?: string | undefined;
  /** what a batch counts it for: the records of a correction, else 1 */
  readonly size?: number | undefined;
  /** of a referral withdrawal, in the order of `bonusTypes` */
  readonly bonusTypes?: readonly BonusType[] | undefined;
  readonly requestedBy?: string | undefined;
}

export type ListedMemo = Readonly<Record<string, unknown>>;

const members = Object.keys(listedMemo) as (keyof Listed)[];

/** @returns the members that there are, by their names in the memo */
export function memoOf(listed: Listed): ListedMemo {
  const told = members.filter((member) => listed[member] !== undefined);
  return Object.fromEntries(told.map((member) => [listedMemo[member], listed[member]]));
}

/** @returns the memo members to set, null to take one away, so that a memo says this and nothing else of the run */
export function memoNews(memo: ListedMemo, listed: Listed): ListedMemo {
  const news = members.filter(
    (member) => JSON.stringify(memo[listedMemo[member]] ?? null) !== JSON.stringify(listed[member] ?? null),
  );
  return Object.fromEntries(news.map((member) => [listedMemo[member], listed[member] ?? null]));
}

const schemas = {
  asked: z.string().regex(/^\d{1,18}\.\d\d$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  size: z.int().positive(),
  bonusTypes: z.array(z.enum(bonusTypes)).min(1).max(bonusTypes.length),
  requestedBy: personSchema,
} satisfies Readonly<Record<keyof Listed, z.ZodType>>;

/** Reads a memo. Any client can have written it: a member that is not what it should be is left out. */
export function listedIn(memo: ListedMemo = {}): Listed {
  const read = <T>(schema: z.ZodType<T>, member: keyof Listed): T | undefined =>
    schema.safeParse(memo[listedMemo[member]]).data;
  return {
    asked: read(schemas.asked, 'asked'),
    currency: read(schemas.currency, 'currency'),
    size: read(schemas.size, 'size'),
    bonusTypes: read(schemas.bonusTypes, 'bonusTypes'),
    requestedBy: read(schemas.requestedBy, 'requestedBy'),
  };
}
