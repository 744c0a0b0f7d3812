import { createHash } from 'node:crypto';
import { z } from 'zod';
import { normal } from '../money.ts';
import { namedAccount } from './namedAccounts.ts';
import { duration } from '../settings.ts';
import type { FundAccount } from '../state.ts';
import type { World } from '../world.ts';

/** The one account a detail means, after the documented precedence: id over code over platform. */
export type Selector =
  | { readonly by: 'id'; readonly accountUserId: string }
  | { readonly by: 'code'; readonly externalCode: string }
  | { readonly by: 'platform' };

const platformId = '99900000011';

/** The name an account was asked by, as ledger and fault rules know it. */
export function labelOf(selector: Selector): string {
  switch (selector.by) {
    case 'id':
      return selector.accountUserId;
    case 'code':
      return selector.externalCode;
    case 'platform':
      return 'platform';
  }
}

/** `S123` belongs to account 123; any other code to an id derived from it, above the ids that people make up. */
function idOfCode(world: World, externalCode: string): string {
  const known = world.state.allinpay.codes.get(externalCode);
  if (known !== undefined) return known;
  const plain = /^S([1-9]\d{0,10})$/.exec(externalCode)?.[1];
  if (plain !== undefined) return plain;
  const digest = createHash('sha256').update(externalCode).digest().readUIntBE(0, 6);
  return String(80_000_000_000 + (digest % 10_000_000_000));
}

function idOf(world: World, selector: Selector): string {
  switch (selector.by) {
    case 'id':
      return selector.accountUserId;
    case 'code':
      return idOfCode(world, selector.externalCode);
    case 'platform':
      return platformId;
  }
}

/** The account, made where it is new. */
export function accountOf(world: World, selector: Selector): FundAccount {
  const { accounts, codes } = world.state.allinpay;
  const accountUserId = idOf(world, selector);
  const known = accounts.get(accountUserId);
  if (known) return known;
  const platform = accountUserId === platformId;
  const externalCode = selector.by === 'code' ? selector.externalCode : `S${accountUserId}`;
  const account: FundAccount = {
    accountUserId,
    platform,
    ...(platform ? {} : { externalCode }),
    balance: normal(world.settings.allinpay.defaultBalance),
    frozen: '0.00',
    exists: true,
    closed: false,
    settle: 'settled',
    ...(selector.by === 'code' ? namedAccount(selector.externalCode)?.account : {}),
  };
  accounts.set(accountUserId, account);
  if (!platform) codes.set(externalCode, accountUserId);
  world.changed();
  return account;
}

/** The account that can be paid to and asked about, or undefined where nobody knows it. Makes none that is not to be. */
export function knownAccount(world: World, selector: Selector): FundAccount | undefined {
  const isMade =
    world.settings.allinpay.accounts === 'any' ||
    selector.by === 'platform' ||
    world.state.allinpay.accounts.has(idOf(world, selector)) ||
    (selector.by === 'code' && namedAccount(selector.externalCode) !== undefined);
  if (!isMade) return undefined;
  const account = accountOf(world, selector);
  return account.exists && !account.closed ? account : undefined;
}

/** Every name of the accounts that selectors mean, without making any. */
export function namesOf(world: World, selectors: readonly Selector[]): string[] {
  const names = selectors.flatMap((selector) => {
    const id = idOf(world, selector);
    return [labelOf(selector), id, world.state.allinpay.accounts.get(id)?.externalCode ?? id];
  });
  return [...new Set(names)];
}

/** What `PUT /sandbox/allinpay/accounts` takes. Members left out stay as they are. */
export const accountChanges = z.array(
  z
    .strictObject({
      accountUserId: z
        .string()
        .regex(/^[1-9]\d{0,10}$/)
        .or(z.int().positive().transform(String))
        .optional(),
      externalCode: z.string().min(1).max(30).optional(),
      isPlatform: z.literal(true).optional(),
      /** yuan */
      balance: z
        .string()
        .regex(/^\d{1,12}(\.\d{1,2})?$/)
        .optional(),
      exists: z.boolean().optional(),
      closed: z.boolean().optional(),
      /**
       * how what is paid to it ends; `never` stays pending until changed; `returned`: what has settled comes back, as a bank
       * does it days later
       */
      settle: z.enum(['settled', 'failed', 'never', 'returned']).optional(),
      /** how long after booking, in place of the setting `settle` */
      settleAfter: duration.optional(),
      reason: z.string().min(1).optional(),
    })
    .refine(
      (it) => it.accountUserId !== undefined || it.externalCode !== undefined || it.isPlatform === true,
      'accountUserId, externalCode or isPlatform is required',
    ),
);
export type AccountChange = z.output<typeof accountChanges>[number];

function selectorOf({ accountUserId, externalCode }: AccountChange): Selector {
  if (accountUserId !== undefined) return { by: 'id', accountUserId };
  return externalCode === undefined ? { by: 'platform' } : { by: 'code', externalCode };
}

/** Sets one account up, making it where it is new. An id and a code together tie the code to the id. */
export function changeAccount(world: World, change: AccountChange): FundAccount {
  const { accountUserId, externalCode, balance, exists, closed, settle, settleAfter, reason } = change;
  const account = accountOf(world, selectorOf(change));
  if (accountUserId !== undefined && externalCode !== undefined) {
    account.externalCode = externalCode;
    world.state.allinpay.codes.set(externalCode, accountUserId);
  }
  if (balance !== undefined) account.balance = normal(balance);
  if (exists !== undefined) account.exists = exists;
  if (closed !== undefined) account.closed = closed;
  if (settle !== undefined) account.settle = settle;
  if (settleAfter !== undefined) account.settleAfter = settleAfter;
  if (reason !== undefined) account.reason = reason;
  world.changed();
  return account;
}
