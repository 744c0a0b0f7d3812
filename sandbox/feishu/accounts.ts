import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { numberFrom } from '../json.ts';
import { shortest, sum } from '../money.ts';
import type { Cash, ReferralAccount, State } from '../state.ts';
import type { World } from '../world.ts';
import { success, unknownAccount } from './dialect.ts';
import { bodyText, nobody, readBody, type Endpoint } from './request.ts';

/** Ids count up from the documented example: 19 digits, beyond what a JS number holds. */
const firstAccountId = 6930815272790114324n;

const createBody = z
  .object({
    mobile: z
      .object({
        code: z.string().optional(),
        number: z
          .string()
          .regex(/^\d{1,20}$/)
          .optional(),
      })
      .optional(),
    email: z
      .string()
      .regex(/^\S+@\S+$/)
      .optional(),
  })
  .refine((it) => it.mobile?.number !== undefined || it.email !== undefined, 'mobile or email is required');

const enableBody = z.object({ referral_account_id: z.string().min(1) });

/** What an account may withdraw now: its confirmed rewards (stage 2). */
export function balanceOf(state: State, accountId: string): { points: number; cash: Cash } {
  const confirmed = [...state.feishu.rewards.values()].filter(
    (reward) => reward.accountId === accountId && reward.stage === 2,
  );
  const cash = new Map<string, string>();
  for (const { currency, amount } of confirmed.flatMap((reward) => reward.cash)) {
    cash.set(currency, sum(cash.get(currency) ?? '0', amount));
  }
  return {
    points: confirmed.reduce((points, reward) => points + reward.points, 0),
    cash: [...cash].map(([currency, amount]) => ({ currency, amount })),
  };
}

/** Cash as Feishu writes it: amounts are JSON numbers of at most two decimals. */
export function wireCash(cash: Cash): JsonObject[] {
  return cash.map(({ currency, amount }) => ({
    currency_type: currency,
    amount: numberFrom(shortest(amount)),
  }));
}

function wireAccount(state: State, account: ReferralAccount, extra: JsonObject = {}): JsonObject {
  const { points, cash } = balanceOf(state, account.id);
  const assets = { confirmed_bonus: { point_bonus: points, cash_bonus: wireCash(cash) } };
  return { account: { account_id: account.id, assets, status: account.active ? 1 : 2, ...extra } };
}

function wireReferrer({ referrerId, email, mobile }: ReferralAccount): JsonObject {
  const name = { zh_cn: `内推人${referrerId.slice(-4)}`, en_us: `Referrer ${referrerId.slice(-4)}` };
  return { id: referrerId, name, email, mobile: mobile && { code: mobile.code, number: mobile.number } };
}

/** The account of a user, by its own id or its referrer's. */
export function findAccount(state: State, id: string): ReferralAccount | undefined {
  const { accounts } = state.feishu;
  return accounts.get(id) ?? [...accounts.values()].find((account) => account.referrerId === id);
}

function sameUser(
  account: ReferralAccount,
  email: string | undefined,
  mobile: ReferralAccount['mobile'],
): boolean {
  return (
    (email !== undefined && account.email === email) ||
    (mobile !== undefined && account.mobile?.number === mobile.number && account.mobile.code === mobile.code)
  );
}

function register(
  world: World,
  email: string | undefined,
  mobile: ReferralAccount['mobile'],
): ReferralAccount {
  const { accounts } = world.state.feishu;
  const known = [...accounts.values()].find((account) => sameUser(account, email, mobile));
  if (known) return known;
  const id = String(firstAccountId + BigInt(accounts.size));
  const referrerId = `ou_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
  const account = { id, referrerId, active: true, ...(email && { email }), ...(mobile && { mobile }) };
  accounts.set(id, account);
  world.changed();
  return account;
}

function setActive(world: World, id: string, active: boolean): ReturnType<Endpoint['process']> {
  const account = world.state.feishu.accounts.get(id);
  if (!account) return unknownAccount();
  account.active = active;
  world.changed();
  return success(wireAccount(world.state, account));
}

/** Registers an account: one a user, so the same mobile or email gives the same account. */
export const create: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/referral_account',
  api: 'feishu.create',
  subject: nobody,
  process(world, request) {
    const read = readBody(request, createBody);
    if ('refused' in read) return read.refused;
    const { email, mobile } = read.body;
    const phone =
      mobile?.number === undefined ? undefined : { code: mobile.code ?? '86', number: mobile.number };
    return success(wireAccount(world.state, register(world, email?.toLowerCase(), phone)));
  },
};

/** Takes the id in the body, unlike `deactivate`. */
export const enable: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/referral_account/enable',
  api: 'feishu.enable',
  subject: (request) => {
    const id = bodyText(request, 'referral_account_id');
    return { accounts: id === undefined ? [] : [id] };
  },
  process(world, request) {
    const read = readBody(request, enableBody);
    return 'refused' in read ? read.refused : setActive(world, read.body.referral_account_id, true);
  },
};

export const deactivate: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/referral_account/:id/deactivate',
  api: 'feishu.deactivate',
  subject: ({ params }) => ({ accounts: [params['id'] ?? ''] }),
  process: (world, { params }) => setActive(world, params['id'] ?? '', false),
};

export const assets: Endpoint = {
  method: 'GET',
  path: '/open-apis/hire/v1/referral_account/get_account_assets',
  api: 'feishu.assets',
  subject: ({ query }) => ({
    accounts: query['referral_account_id'] === undefined ? [] : [query['referral_account_id']],
  }),
  process(world, { query }) {
    const account = world.state.feishu.accounts.get(query['referral_account_id'] ?? '');
    if (!account) return unknownAccount();
    return success(wireAccount(world.state, account, { referrer: wireReferrer(account) }));
  },
};
