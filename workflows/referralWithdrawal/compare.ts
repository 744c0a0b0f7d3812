import type { ReconcileReferralAnswer } from '../../activities/feishu/index.ts';
import { untilAnswered } from '../calls/callProvider.ts';
import type { ReferralOrder, ReferralPayout } from './order.ts';

export interface Window {
  /** ms since 1970 as text, both ends included */
  readonly from: string;
  readonly to: string;
  readonly points: number;
}

/** Asks Feishu whether its figure for this account over a window is the one given. */
export function compare(
  payout: ReferralPayout,
  order: ReferralOrder,
  window: Window,
): Promise<ReconcileReferralAnswer> {
  const { referralAccountId } = order.input;
  return untilAnswered(payout, {
    queue: 'feishu-reconciliation',
    summary: `reconcile ${window.points} points of referral account ${referralAccountId}`,
    run: (activities, { alreadyReported: known }) =>
      activities.reconcileReferral({ referralAccountId, ...window, known }),
  });
}

/** The millisecond of the transaction and the next: the narrowest window that certainly holds it. */
export function windowOf(transTime: string): Pick<Window, 'from' | 'to'> {
  return { from: transTime, to: String(BigInt(transTime) + 1n) };
}
