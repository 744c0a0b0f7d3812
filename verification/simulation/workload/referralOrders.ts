import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { World } from '../engine/world.ts';
import type { ReferralBook } from '../providers/referralBook.ts';
import type { Case } from './case.ts';
import { oddName } from './oddTexts.ts';

const MINUTE = 60_000;
const HOUR = 3600_000;

/** A referral withdrawal, its account, and what happens to that meanwhile. */
export function referralCase(world: World, book: ReferralBook, number: number): Case {
  const { random, timeline } = world;
  const orderId = `E-${number}`;
  const accountId = `A${number}`;
  const cash = random.chance(300) ? [{ currency: 'CNY', fen: random.pick([1, 10_010, 250_000]) }] : [];
  book.open(
    accountId,
    random.weighted([
      [8, random.int(1, 900)],
      [2, 0],
    ]),
    cash,
  );
  book.open(`B${number}`, 70, []);
  if (random.chance(60)) {
    // Somebody used the order id for another account, well before.
    book.withdraw(`B${number}`, orderId, { points: true, cash: false });
  }
  if (random.chance(120)) {
    timeline.in(random.span(0, random.pick([MINUTE, 2 * HOUR])), () => {
      if (world.stormy) book.close(accountId);
    });
  }
  if (random.chance(250)) {
    timeline.in(random.span(0, 2 * HOUR), () => {
      book.reward(accountId, 13);
    });
  }
  const odd = random.chance(20) ? oddName(world).name : undefined;
  const noTypes = random.chance(20);
  // An account here is named by letters, digits and a few signs.
  const invalid = noTypes || (odd !== undefined && !/^[\w.:-]+$/.test(odd));
  const input = {
    externalOrderId: orderId,
    referralAccountId: odd ?? (random.chance(20) ? 'nobody' : accountId),
    bonusTypes: noTypes ? [] : random.pick([['point'], ['cash'], ['point', 'cash'], ['point', 'cash']]),
    credit: random.weighted([
      [5, 'webhook'],
      [3, 'confirm'],
      [2, 'none'],
    ]),
    reconcile: random.weighted([
      [8, 'now'],
      [2, 'later'],
    ]),
    ...(random.chance(100) ? { approval: 'required', requestedBy: 'alice' } : {}),
  };
  const another = {
    ...input,
    referralAccountId: `B${number}`,
    bonusTypes: ['point', 'cash'],
  };
  const workflowId = workflowIdOf('referralWithdrawal', 'default', orderId);
  return { flow: 'referralWithdrawal', workflowId, orderId, input, another, invalid, accepted: [] };
}
