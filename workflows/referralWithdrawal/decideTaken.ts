import type { ReferralOrder, ReferralPayout, Taken } from './order.ts';

/**
 * A person decides where nobody can tell what was taken out.
 *
 * @throws `Cancelled` when they state that nothing was
 */
export async function decideUnknown(
  payout: ReferralPayout,
  order: ReferralOrder,
  why: string,
): Promise<Taken | 'recheck'> {
  // Feishu has named an amount before: that nothing was taken out would be false.
  if (order.inPart !== undefined) return decideInPart(payout, order, order.inPart, why);
  const decisions = ['recheck', 'notSubmitted'] as const;
  const { decision, by } = await payout.decided(
    'outcomeUnknown',
    { decisions, message: why },
    'outcomeUnknown',
  );
  if (decision !== 'notSubmitted') return 'recheck';
  order.statedBy = by;
  throw payout.ended('Cancelled', 'cancelled', `${by} stated that nothing was withdrawn`);
}

/** A person decides where part of what was taken out is understood. `accept` leaves the rest to them. */
export async function decideInPart(
  payout: ReferralPayout,
  order: ReferralOrder,
  taken: Taken,
  why: string,
): Promise<Taken | 'recheck'> {
  order.inPart = taken;
  order.withdrawal = taken.withdrawal;
  const decisions = ['recheck', 'accept'] as const;
  const { decision, by } = await payout.decided(
    'outcomeUnknown',
    { decisions, message: why },
    'outcomeUnknown',
  );
  if (decision !== 'accept') return 'recheck';
  order.statedBy = by;
  payout.become('withdrawing', 'outcomeUnknown');
  return taken;
}
