import type { ReconcileReferralAnswer } from '../../activities/feishu/index.ts';
import type { Credited, Reconciliation } from '../../contract/flows/referralWithdrawal.ts';
import { compare, windowOf } from './compare.ts';
import type { ReferralOrder, ReferralPayout, Withdrawal } from './order.ts';

const CASH_NOTE = 'cash has no reconciliation API: only points are compared';
const SELF_NOTE = 'nothing was credited by us: the figure is the provider’s own, compared with itself';

/** What is compared, and what is worth saying of it. */
export function openReconciliation(
  order: ReferralOrder,
  taken: Withdrawal,
  credited: Credited,
): Reconciliation {
  const hasPoints = taken.withdrawn.points > 0 || credited.points > 0;
  const hasCash = taken.withdrawn.cash.length > 0 || credited.cash.length > 0;
  const notes = [
    ...(hasCash ? [CASH_NOTE] : []),
    ...(hasPoints && order.input.credit === 'none' && order.input.reconcile === 'now' ? [SELF_NOTE] : []),
  ];
  return {
    status: hasPoints ? 'later' : 'notApplicable',
    ...windowOf(taken.transTime),
    ours: { points: credited.points },
    provider: null,
    checks: 0,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

/**
 * Holds the points credited, not the points withdrawn, against the provider's: a comparison that cannot fail says
 * nothing. A difference is checked again after a while, then kept open for a person.
 */
export async function reconcile(
  payout: ReferralPayout,
  order: ReferralOrder,
  opened: Reconciliation,
): Promise<void> {
  payout.become('reconciling');
  let waits: readonly number[] | undefined;
  for (;;) {
    const answer = await compare(payout, order, {
      from: opened.from,
      to: opened.to,
      points: opened.ours.points,
    });
    const checks = (order.reconciliation?.checks ?? 0) + 1;
    order.reconciliation = { ...opened, ...judged(answer), checks };
    if (order.reconciliation.status === 'reconciled') {
      payout.finish('reconciled');
      return;
    }
    waits ??= answer.rechecks;
    const [wait, ...later] = waits;
    waits = later;
    if (wait !== undefined) await payout.pause(wait, 'recheck');
    else if ((await decide(payout, order, answer)) === 'accept') {
      payout.finish('breakAccepted');
      return;
    }
  }
}

function judged(answer: ReconcileReferralAnswer): Pick<Reconciliation, 'status' | 'provider'> {
  if (answer.outcome === 'refused') return { status: 'break', provider: null };
  const { listed, providerPoints } = answer;
  return {
    status: listed ? 'break' : 'reconciled',
    provider: providerPoints === null ? null : { points: providerPoints },
  };
}

async function decide(
  payout: ReferralPayout,
  order: ReferralOrder,
  answer: ReconcileReferralAnswer,
): Promise<'recheck' | 'accept'> {
  const decisions = ['recheck', 'accept'] as const;
  const message = breakMessage(order, answer);
  const { decision } = await payout.decided('reconcileBreak', { decisions, message }, 'reconcileBreak');
  if (decision === 'accept') return 'accept';
  payout.become('reconciling', 'reconcileBreak');
  return 'recheck';
}

function breakMessage({ input, reconciliation }: ReferralOrder, answer: ReconcileReferralAnswer): string {
  const ours = `we credited ${reconciliation?.ours.points ?? 0} points of account ${input.referralAccountId}`;
  if (answer.outcome === 'refused') {
    return `${ours}; Feishu does not compare: ${answer.refusal.code} ${answer.refusal.message}`;
  }
  return `${ours}, Feishu says ${answer.providerPoints ?? 'none'} were withdrawn then`;
}
