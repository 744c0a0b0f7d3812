import { describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { referralTests, type Referral } from './referralTests.ts';

const tests = referralTests({ timeoutMs: 1500 });

type WithoutPlace<Rule> = Rule extends unknown ? Omit<Rule, 'on' | 'orderId' | 'account'> : never;
/** What goes wrong, wherever it does. */
type Fault = WithoutPlace<FaultRuleInput>;
type Place = Pick<FaultRuleInput, 'on' | 'orderId' | 'account'>;

const faults: Readonly<Record<string, Fault>> = {
  'a connection lost before processing': { fault: 'dropBefore' },
  'a connection lost after processing': { fault: 'dropAfter' },
  'an answer later than the time-out': { fault: 'delay', ms: 2000 },
  'processing later than the time-out': { fault: 'delayBefore', ms: 2000 },
  'a rate limit': { fault: 'rateLimit', resetSeconds: 2 },
  'a redirect': { fault: 'redirect' },
  'a server error before processing': { fault: 'serverError' },
  'a server error after processing': { fault: 'serverErrorAfter' },
  'an HTML page': { fault: 'garbage' },
  'an empty answer': { fault: 'emptyBody' },
  'half an answer': { fault: 'truncated' },
  'an answer of 3 MiB': { fault: 'hugeBody' },
};

const feishuFaults: Readonly<Record<string, Fault>> = {
  ...faults,
  'a revoked token (HTTP 400)': { fault: 'expiredToken', status: 400, times: 1 },
  'a revoked token (HTTP 200)': { fault: 'expiredToken', status: 200, times: 1 },
  'a code that nobody documented': { fault: 'code', code: 424242 },
  'a code that nobody documented, after processing': { fault: 'code', code: 424242, after: true },
  'a system error code after processing': { fault: 'code', code: 1002001, httpStatus: 500, after: true },
  'code 0 under an HTTP error': { fault: 'code', code: 0, httpStatus: 502, after: true },
};

/** One payout for each fault, all at once: each meets its own fault, twice unless it says otherwise. */
async function throughEach(
  named: Readonly<Record<string, Fault>>,
  placeOf: (orderId: string, account: string) => Place,
  more: Parameters<typeof tests.start>[1] = {},
): Promise<Map<string, Referral>> {
  const plans = await Promise.all(
    Object.entries(named).map(async ([name, fault]) => {
      const account = await tests.world.feishu.account({ points: 10 });
      return { name, fault, account, orderId: `${more.batchId ?? 'faults'}-${account}` };
    }),
  );
  tests.world.sandbox.setFaults(
    plans.map(({ fault, orderId, account }) => ({ times: 2, ...fault, ...placeOf(orderId, account) })),
  );
  const referrals = await Promise.all(
    plans.map(async ({ name, orderId, account }) => {
      const input = {
        ...more,
        externalOrderId: orderId,
        referralAccountId: account,
        credit: 'webhook',
      } as const;
      return [name, await tests.start({}, input)] as const;
    }),
  );
  return new Map(referrals);
}

async function expectPaidOnce(referrals: ReadonlyMap<string, Referral>): Promise<void> {
  for (const [name, referral] of referrals) {
    const result = await referral.result();
    expect([name, result.status, result.credited?.points, result.attention]).toEqual([
      name,
      'reconciled',
      10,
      null,
    ]);
    expect([name, referral.effects('feishu.withdrawal').length]).toEqual([name, 1]);
    expect([name, referral.effects('wallet.credit').length]).toEqual([name, 1]);
  }
}

describe('whatever goes wrong with a call, the payout is made once and ends reconciled', () => {
  it('in withdraw', async () => {
    const referrals = await throughEach(
      { ...feishuFaults, 'an answer for another order': { fault: 'wrongEcho' } },
      (orderId) => ({ on: 'feishu.withdraw', orderId }),
      { batchId: 'withdraw' },
    );

    await expectPaidOnce(referrals);
    for (const [name, referral] of referrals) {
      const { length } = referral.calls('feishu.withdraw');
      expect([name, length]).toEqual([name, name.includes('token') ? 2 : 3]);
    }
  });

  it('in reconciliation', async () => {
    const referrals = await throughEach(
      feishuFaults,
      (_orderId, account) => ({ on: 'feishu.reconciliation', account }),
      { batchId: 'reconciliation' },
    );

    await expectPaidOnce(referrals);
    for (const [name, referral] of referrals) {
      expect([name, (await referral.result()).reconciliation?.checks]).toEqual([name, 1]);
    }
  });

  it('in the credit', async () => {
    const referrals = await throughEach(faults, (orderId) => ({ on: 'wallet.credit', orderId }), {
      batchId: 'credit',
    });

    await expectPaidOnce(referrals);
  });

  it.each(Object.entries(faults))('in the token: %s', async (name, fault) => {
    // A revoked token makes the client ask for one.
    const account = await tests.world.feishu.account({ points: 10 });
    tests.world.sandbox.setFaults([
      { fault: 'expiredToken', on: 'feishu.withdraw', account, times: 1 },
      { ...fault, on: 'feishu.token', times: 1 },
    ]);

    const referral = await tests.start({}, { referralAccountId: account, credit: 'webhook' });

    await expectPaidOnce(new Map([[name, referral]]));
  });
});
