import { z } from 'zod';
import { concurrently } from '../../../clients/concurrently.ts';
import { PayoutsClient } from '../../../clients/index.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { Fleet } from './fleet.ts';
import type { Settled, Workload } from './workload.ts';

const AT_ONCE = 8;
const POINTS = 100;

const created = z.object({ account: z.object({ account_id: z.string() }) });
const ended = z.looseObject({
  status: z.literal('reconciled'),
  withdrawn: z.looseObject({ points: z.int() }),
});

/**
 * Withdrawals of referral accounts, each with one call of withdraw and one of reconciliation.
 */
export function referralWithdrawals(count: number): Workload {
  const orders = Array.from({ length: count }, (_, index) => `bench-${index}`);
  const accounts: string[] = [];
  return {
    name: `${count} referral withdrawals`,
    flow: 'referralWithdrawal',
    apis: ['withdraw', 'reconciliation'],
    binding: ['withdraw', 'reconciliation'],

    async prepare({ stand }) {
      const made = await concurrently(orders, AT_ONCE, async (order) => {
        const answer = await stand.post('/hire/v1/referral_account', { email: `${order}@example.com` });
        const id = created.parse(answer).account.account_id;
        await stand.post('/hire/v1/external_referral_rewards', {
          referral_user_id: id,
          external_id: `reward-${order}`,
          rule_type: 1,
          stage: 2,
          bonus: { bonus_type: 1, point_bonus: POINTS },
        });
        return id;
      });
      accounts.push(...made);
    },

    async start({ client }) {
      const payouts = new PayoutsClient(client);
      await concurrently(orders, AT_ONCE, (externalOrderId, index) =>
        payouts.startReferralWithdrawal({
          externalOrderId,
          referralAccountId: accounts[index] ?? '',
          bonusTypes: ['point'],
          reconcile: 'now',
        }),
      );
      return orders.length;
    },

    settle: (fleet) => settle(fleet, orders),
  };
}

async function settle({ client, stand }: Fleet, orders: readonly string[]): Promise<Settled> {
  const { effects } = await stand.ledger();
  const withdrawals = effects.filter(({ kind }) => kind === 'feishu.withdrawal');
  const atProvider = new Set(withdrawals.map(({ orderId }) => orderId));
  const done = await concurrently(orders, AT_ONCE, async (order) => {
    const handle = client.workflow.getHandle(workflowIdOf('referralWithdrawal', 'default', order));
    const result = ended.safeParse(await handle.result());
    return result.success && result.data.withdrawn.points === POINTS && atProvider.has(order);
  });
  return {
    asked: orders.length,
    lost: done.filter((isDone) => !isDone).length,
    twice: withdrawals.length - atProvider.size,
  };
}
