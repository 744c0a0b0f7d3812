import { allinpayWithdrawalResult } from '../../../contract/flows/allinpayWithdrawal.ts';
import { sum } from '../../../contract/money.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/names.ts';
import { allinpayId, anOrder, setAccount } from '../../../test/harness/realWorld.ts';
import type { Lane } from '../lane.ts';
import type { Subject } from '../subject.ts';

/** Turned away for the limit, by the documentation unprocessed: as good as not sent. */
const LIMITED = '302';

/** An order of one detail of 100.00, its balance checked first. */
export function allinpaySubject({ world }: Lane, name: string): Promise<Subject> {
  const { sandbox, payouts, client } = world;
  const account = `S-${name}`;
  const input = anOrder(name, { checkBalance: true });
  const workflowId = allinpayId(name);
  return Promise.resolve({
    workflowId,
    start: () => payouts.startAllinpayWithdrawal(input),
    startRaw: (workflowIdReusePolicy) =>
      client.workflow.start('allinpayWithdrawal', {
        workflowId,
        workflowIdReusePolicy,
        taskQueue: PAYOUTS_TASK_QUEUE,
        args: [input],
      }),
    where: (api) => (api === 'allinpay.balanceQuery' ? { account } : { orderId: name }),
    money(shown) {
      const { calls, totals } = sandbox.ledger(name);
      const { bookings: paid, ...booked } = totals.allinpay;
      const sent = calls.filter(({ api, code }) => api === 'allinpay.withdraw' && code !== LIMITED).length;
      const said = allinpayWithdrawalResult.parse(shown);
      const disagreements = [
        ...(sum([said.settled, said.failed, said.pending]) === (said.adopted ?? said.asked)
          ? []
          : [
              `asked ${said.asked}, adopted ${said.adopted ?? 'nothing'}, which is not settled + failed + pending`,
            ]),
        ...(paid === 0 || said.settled === booked.settled
          ? []
          : [`it says ${said.settled} settled, the books say ${booked.settled}`]),
      ];
      return { paid, sent, disagreements };
    },
    holdBack: () => setAccount(sandbox, account, 'never'),
    // A refusal by rule stands for the closed account: the sandbox closes none of Allinpay's.
    closeMeanwhile: () => Promise.resolve(),
    mend: () => setAccount(sandbox, account, 'settled'),
  });
}
