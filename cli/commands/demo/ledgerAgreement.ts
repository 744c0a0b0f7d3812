import {
  allinpayResultOf,
  orderIdOf,
  referralResultOf,
  type ReportedPayout,
} from '../../../clients/results/outcome.ts';
import { compareAmounts, sum, type Cash } from '../../../contract/index.ts';
import type { Effect, EffectOf, Ledger } from '../../../sandbox/index.ts';

/** Money and points of the same thing as two sides know them: what the payouts say, and what the providers did. */
interface Side {
  /** what is compared → its figure */
  readonly [figure: string]: string;
}

/**
 * Compares what the payouts say of themselves with what the stand-ins have on their books: order by order, so that
 * two mistakes cannot cancel each other out in a sum.
 * @returns every difference in words; empty when the two agree
 */
export function disagreements(payouts: readonly ReportedPayout[], { effects }: Ledger): string[] {
  const known = new Set(payouts.map(({ request }) => orderIdOf(request)));
  const strays = new Set(effects.filter(movesMoney).map(({ orderId }) => orderId));
  return [
    ...payouts.flatMap((payout) => differences(payout, effects)),
    ...[...strays]
      .filter((orderId) => !known.has(orderId))
      .map((orderId) => `${orderId}: nobody asked for it`),
  ];
}

/** Rewards and bonuses are what the examples begin with; corrections of bonuses are compared record by record. */
function movesMoney({ kind }: Effect): boolean {
  return kind !== 'feishu.reward' && !kind.startsWith('feishu.lumpSum');
}

function differences(payout: ReportedPayout, effects: readonly Effect[]): string[] {
  const orderId = orderIdOf(payout.request);
  const of = <Kind extends Effect['kind']>(kind: Kind): EffectOf<Kind>[] =>
    effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind && effect.orderId === orderId);
  const [ours, theirs] =
    payout.request.flow === 'allinpayWithdrawal'
      ? [allinpaySaid(payout), allinpayDone(of('allinpay.withdrawal'), of('allinpay.settlement'))]
      : [referralSaid(payout), referralDone(of('feishu.withdrawal'), of('wallet.credit'))];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((figure) => (ours[figure] ?? NOTHING) !== (theirs[figure] ?? NOTHING))
    .map(
      (figure) =>
        `${orderId}: ${figure} ${ours[figure] ?? NOTHING} by the payout, ${theirs[figure] ?? NOTHING} by the ledger`,
    );
}

const NOTHING = 'nothing';

/** Figures of nothing are left out, so that "none" and "0.00" are the same. */
function figures(amounts: Readonly<Record<string, string>>): Side {
  return Object.fromEntries(
    Object.entries(amounts).filter(([, amount]) => compareAmounts(amount, '0') !== 0),
  );
}

/** What was refused before it was booked is `failed` by the payout and not on the books: it is no figure here. */
function allinpaySaid({ outcome }: ReportedPayout): Side {
  const result = allinpayResultOf(outcome);
  if (result === undefined) return {};
  const { settled, pending, fee } = result;
  return figures({ settled, pending, fee });
}

function allinpayDone(
  bookings: readonly EffectOf<'allinpay.withdrawal'>[],
  settlements: readonly EffectOf<'allinpay.settlement'>[],
): Side {
  const settled = settlements.filter(({ status }) => status === 'settled');
  const ended = new Set(settlements.map(({ withdrawTId }) => withdrawTId));
  const open = bookings.filter(({ withdrawTId }) => !ended.has(withdrawTId));
  return figures({
    settled: sum(settled.map(({ amount }) => amount)),
    pending: sum(open.map(({ amount }) => amount)),
    fee: sum(settled.map(({ fee }) => fee)),
  });
}

/** Only a credit by webhook is ours to make; the others are made elsewhere, and not in the stand-in's wallet. */
function referralSaid({ request, outcome }: ReportedPayout): Side {
  const result = referralResultOf(outcome);
  const byWebhook = request.flow === 'referralWithdrawal' && request.input.credit === 'webhook';
  const credited = byWebhook ? result?.credited : undefined;
  return {
    ...bonusFigures('withdrawn', result?.withdrawn ? [result.withdrawn] : []),
    ...bonusFigures('credited', credited ? [credited] : []),
  };
}

function referralDone(
  withdrawals: readonly EffectOf<'feishu.withdrawal'>[],
  credits: readonly EffectOf<'wallet.credit'>[],
): Side {
  return { ...bonusFigures('withdrawn', withdrawals), ...bonusFigures('credited', credits) };
}

function bonusFigures(
  what: string,
  bonuses: readonly { readonly points: number; readonly cash: Cash }[],
): Side {
  const points = bonuses.reduce((total, bonus) => total + bonus.points, 0);
  const cash = bonuses.flatMap((bonus) => bonus.cash);
  const currencies = [...new Set(cash.map(({ currency }) => currency))];
  const amounts = currencies.map((currency): [string, string] => [
    `${what} ${currency}`,
    sum(cash.filter((line) => line.currency === currency).map(({ amount }) => amount)),
  ]);
  return {
    ...(points === 0 ? {} : { [`${what} points`]: String(points) }),
    ...figures(Object.fromEntries(amounts)),
  };
}
