import { referralWithdrawalFlow } from '../../../clients/flows.ts';
import type { PathOf } from '../scene.ts';
import type { Run, Stage } from '../stage.ts';

export const take = 'feishu.withdraw';
export const compare = 'feishu.reconciliation';

/** Withdraws points and cash of an account of its own. */
export async function startReferral(
  stage: Stage,
  externalOrderId: string,
  input: object = {},
  funds: { readonly points?: number; readonly cash?: string } = { points: 10 },
): Promise<Run> {
  const referralAccountId = await stage.feishu.account(funds);
  const order = { externalOrderId, referralAccountId, bonusTypes: ['point', 'cash'], ...input };
  return stage.startMoney('referralWithdrawal', externalOrderId, order);
}

const by = 'Li';
const held = { approval: 'required', requestedBy: 'Wang' };

/** How a withdrawal ends, and what its reconciliation comes to. */
export const referralEnds: readonly PathOf[] = [
  {
    name: 'reconciled',
    ends: 'reconciled',
    on: 'real',
    play: async (stage) => (await startReferral(stage, 'reconciled', { batchId: 'B-1' })).close(),
  },
  {
    name: 'reconciled-started-by-the-client',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const input = {
        externalOrderId: 'reconciled-started-by-the-client',
        referralAccountId: await stage.feishu.account({ points: 10 }),
        bonusTypes: ['cash', 'point'],
        requestedBy: 'Wang',
      };
      return (await stage.startByClient(referralWithdrawalFlow, input)).close();
    },
  },
  {
    name: 'withdrawn-to-be-reconciled-later',
    ends: 'withdrawn',
    on: 'real',
    play: async (stage) =>
      (await startReferral(stage, 'withdrawn-to-be-reconciled-later', { reconcile: 'later' })).close(),
  },
  {
    name: 'withdrawn-cash-only',
    ends: 'withdrawn',
    on: 'real',
    play: async (stage) => (await startReferral(stage, 'withdrawn-cash-only', {}, { cash: '12.50' })).close(),
  },
  {
    name: 'nothing-to-withdraw',
    ends: 'nothingToWithdraw',
    on: 'real',
    play: async (stage) => (await startReferral(stage, 'nothing-to-withdraw', {}, {})).close(),
  },
  {
    name: 'reconciled-by-a-later-check',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'reconciliationShift', on: compare, points: 5, times: 2 });
      return (await startReferral(stage, 'reconciled-by-a-later-check')).close();
    },
  },
  {
    name: 'break-accepted',
    ends: 'breakAccepted',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'reconciliationShift', on: compare, points: 5 });
      const run = await startReferral(stage, 'break-accepted');
      await run.untilAttention('reconcileBreak');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'break-rechecked',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'reconciliationShift', on: compare, points: -5 });
      const run = await startReferral(stage, 'break-rechecked');
      await run.untilAttention('reconcileBreak');
      stage.fail();
      await run.say('resolve', { by, decision: 'recheck' });
      return run.close();
    },
  },
  {
    name: 'reconciliation-refused',
    ends: 'breakAccepted',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: compare, code: 1002553, msg: 'account does not exist' });
      const run = await startReferral(stage, 'reconciliation-refused');
      await run.untilAttention('reconcileBreak');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'refused',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: take, code: 1002555, msg: 'deactivated' });
      return (await startReferral(stage, 'refused')).close();
    },
  },
  {
    name: 'approved',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const run = await startReferral(stage, 'approved', held);
      await run.until('awaitingApproval');
      await run.say('approve', { by });
      return run.close();
    },
  },
  {
    name: 'approval-refused',
    ends: 'refused',
    on: 'real',
    async play(stage) {
      const run = await startReferral(stage, 'approval-refused', held);
      await run.until('awaitingApproval');
      await run.say('reject', { by });
      return run.close();
    },
  },
  {
    name: 'invalid-input',
    ends: 'failed',
    on: 'real',
    play: async (stage) => (await startReferral(stage, 'invalid-input', { bonusTypes: [] })).close(),
  },
];
