import {
  referralWithdrawalResult,
  type ReferralWithdrawalInput,
} from '../../../contract/flows/referralWithdrawal.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { referralId } from '../../../test/harness/realWorld.ts';
import type { Lane } from '../lane.ts';
import type { Subject } from '../subject.ts';

const POINTS = 100;

/** 100 points, credited by webhook and reconciled at once. */
export async function referralSubject({ world }: Lane, name: string): Promise<Subject> {
  const { sandbox, payouts, client, feishu } = world;
  const account = await feishu.account({ points: POINTS });
  const input: ReferralWithdrawalInput = {
    externalOrderId: name,
    referralAccountId: account,
    bonusTypes: ['point'],
    credit: 'webhook',
  };
  const workflowId = referralId(name);
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    workflowId,
    start: () => payouts.startReferralWithdrawal(input),
    startRaw: (workflowIdReusePolicy) =>
      client.workflow.start('referralWithdrawal', {
        workflowId,
        workflowIdReusePolicy,
        taskQueue: PAYOUTS_TASK_QUEUE,
        args: [input],
      }),
    where: (api) => (api === 'feishu.reconciliation' ? { account } : { orderId: name }),
    money(shown) {
      const { calls, totals } = sandbox.ledger(name);
      const said = referralWithdrawalResult.parse(shown);
      const { withdrawals, points } = totals.feishu;
      const { wallet } = totals;
      const isOver = said.status === 'reconciled';
      const disagreements = [
        ...(wallet.credits > 1 ? [`credited ${wallet.credits} times`] : []),
        ...(wallet.points > points ? [`${points} points withdrawn, ${wallet.points} credited`] : []),
        ...(isOver && wallet.points !== points
          ? [`reconciled, with ${points} points withdrawn and ${wallet.points} credited`]
          : []),
        ...(isOver && said.credited?.points !== wallet.points
          ? [`it says ${said.credited?.points ?? 'no'} points credited, the wallet says ${wallet.points}`]
          : []),
      ];
      const sent = calls.filter(({ api }) => api === 'feishu.withdraw').length;
      return { paid: withdrawals, sent, disagreements };
    },
    holdBack: nothing,
    async closeMeanwhile() {
      sandbox.setSettings({ feishu: { replayAfterDeactivation: 'refuse' } });
      await feishu.deactivate(account);
    },
    mend: () => feishu.enable(account),
  };
}
