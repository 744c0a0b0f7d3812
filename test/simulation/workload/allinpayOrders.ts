import { workflowIdOf } from '../../../contract/workflowIds.ts';
import type { World } from '../engine/world.ts';
import type { AllinpayBook, Wanted } from '../providers/allinpayBook.ts';
import type { Case } from './case.ts';

const AMOUNTS = ['0.01', '100.10', '100.1', '2500', '37.5', '9.99', '88.00'] as const;

/** An Allinpay withdrawal as some service may ask for it; some are wrong, some are at the provider before. */
export function allinpayCase(world: World, book: AllinpayBook, number: number): Case {
  const { random, timeline } = world;
  const orderId = `O-${number}`;
  const shared = random.chance(300) ? random.pick(AMOUNTS) : undefined;
  const details = Array.from(
    {
      length: random.weighted([
        [5, 1],
        [4, 2],
        [2, 3],
        [1, 5],
      ]),
    },
    (_, at) => ({
      ...selector(world, number * 10 + at, at),
      amount: shared ?? random.pick(AMOUNTS),
    }),
  );
  const invalid = random.chance(20);
  if (random.chance(40)) atTheProviderBefore(world, book, orderId, details);
  const settleBy = new Date(timeline.now + random.span(3600_000, 72 * 3600_000)).toISOString();
  const input = {
    orderId,
    details: invalid ? [...details, { amount: '-1' }] : details,
    ...(random.chance(200) ? { settleBy } : {}),
    ...(random.chance(150) ? { checkBalance: true } : {}),
    ...(random.chance(60) ? { send: 'never' } : {}),
    ...(random.chance(150) ? { approval: 'required', requestedBy: 'alice' } : {}),
    ...(random.chance(200) ? { summary: 'S', batchId: 'B-1' } : {}),
  };
  const workflowId = workflowIdOf('allinpayWithdrawal', 'default', orderId);
  return { flow: 'allinpayWithdrawal', workflowId, orderId, input, invalid, accepted: [] };
}

type Detail = Readonly<Record<string, unknown>> & { readonly amount: string };

function selector(world: World, number: number, at: number): Readonly<Record<string, unknown>> {
  if (at === 0 && world.random.chance(150)) return { isPlatform: true };
  return world.random.chance(500) ? { externalCode: `S${number}` } : { accountUserId: 40_000 + number };
}

/** Somebody else sent the very order, or another one under the same id. */
function atTheProviderBefore(
  world: World,
  book: AllinpayBook,
  orderId: string,
  details: readonly Detail[],
): void {
  const other = world.random.chance(400);
  book.book(
    orderId,
    details.map((detail): Wanted => {
      const fen = Math.round(Number(detail.amount) * 100);
      return { account: accountOf(detail), fen: other ? fen + 100 : fen };
    }),
    0,
  );
}

export function accountOf(detail: Readonly<Record<string, unknown>>): string {
  if (detail['isPlatform'] === true) return 'platform:';
  const { externalCode, accountUserId } = detail;
  return typeof externalCode === 'string' ? `code:${externalCode}` : `user:${Number(accountUserId)}`;
}
