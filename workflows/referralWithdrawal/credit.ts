import type { Credited } from '../../contract/flows/referralWithdrawal.ts';
import type { Resolution } from '../../contract/updates.ts';
import { untilAnswered } from '../calls/callProvider.ts';
import type { ReferralOrder, ReferralPayout, Withdrawal } from './order.ts';

/** Gives the owner what was taken out, by the way the input chose. @returns what was really credited */
export async function credit(
  payout: ReferralPayout,
  order: ReferralOrder,
  taken: Withdrawal,
): Promise<Credited> {
  switch (order.input.credit) {
    case 'none':
      return taken.withdrawn;
    case 'webhook':
      payout.become('crediting');
      return creditByWebhook(payout, order, taken);
    case 'confirm':
      payout.updates.awaitsConfirmation = true;
      payout.become('crediting');
      return confirmedCredit(payout);
  }
}

async function creditByWebhook(
  payout: ReferralPayout,
  order: ReferralOrder,
  taken: Withdrawal,
): Promise<Credited> {
  const { externalOrderId, referralAccountId } = order.input;
  for (;;) {
    const answer = await untilAnswered(payout, {
      queue: 'wallet',
      summary: `credit the wallet for order ${externalOrderId}`,
      run: (activities, { alreadyReported: known }) =>
        activities.creditWallet({
          profile: payout.profile,
          externalOrderId,
          referralAccountId,
          ...taken,
          known,
        }),
    });
    if (answer.outcome === 'credited') {
      payout.clear('creditRefused');
      return answer.credited;
    }
    const { code, message } = answer.refusal;
    const resolution = await payout.decided(
      'creditRefused',
      { decisions: ['retry', 'accept'], message: `the wallet refused: ${code} ${message}` },
      'creditRefused',
    );
    const accepted = acceptedCredit(resolution);
    payout.become('crediting', 'creditRefused');
    if (accepted !== undefined) return accepted;
  }
}

async function confirmedCredit(payout: ReferralPayout): Promise<Credited> {
  const { updates } = payout;
  const isSaid = (): boolean => updates.confirmation !== undefined || payout.isInterrupted;
  payout.waitFor('credit');
  for (;;) {
    payout.offerAnew();
    const inTime = await payout.wait(isSaid, payout.isRaised('creditOverdue') ? undefined : '3 days');
    if (!inTime) {
      const message = 'nobody has confirmed the credit for three days';
      payout.raise('creditOverdue', { decisions: ['retry', 'accept'], message });
      continue;
    }
    const credited = updates.confirmation ?? acceptedCredit(payout.consume()?.resolution);
    payout.clear('creditOverdue');
    if (credited === undefined) continue;
    updates.awaitsConfirmation = false;
    return creditOf(credited);
  }
}

/** What a person says was credited; undefined for any other decision: `retry` waits or asks again. */
function acceptedCredit(resolution: Resolution | undefined): Credited | undefined {
  if (resolution?.decision !== 'accept') return undefined;
  const { points = 0, cash = [], reference } = resolution;
  return creditOf({ points, cash, reference });
}

function creditOf({
  points,
  cash,
  reference,
}: {
  readonly points: number;
  readonly cash: Credited['cash'];
  readonly reference?: string | undefined;
}): Credited {
  return { points, cash, ...(reference === undefined ? {} : { reference }) };
}
