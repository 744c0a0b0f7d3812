import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { World } from '../engine/world.ts';
import type { AllinpayBook, Wanted } from '../providers/allinpayBook.ts';
import type { Case } from './case.ts';
import { oddName } from './oddTexts.ts';

const AMOUNTS = ['0.01', '100.10', '100.1', '2500', '37.5', '9.99', '88.00'] as const;
/** A fee of 0.50 apart: what arrives of one is what was asked for another. */
const CLOSE = ['37', '37.5', '38'] as const;

/** An Allinpay withdrawal as some service may ask for it; some are wrong, some are at the provider before. */
export function allinpayCase(world: World, book: AllinpayBook, number: number): Case {
  const { random, timeline } = world;
  const orderId = `O-${number}`;
  const amounts = random.weighted<readonly [string, ...string[]]>([
    [5, AMOUNTS],
    [3, CLOSE],
    [3, [random.pick(AMOUNTS)]],
  ]);
  const details: Detail[] = Array.from(
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
      amount: random.pick(amounts),
    }),
  );
  if (details.length > 1 && random.chance(60)) nameTwice(world, book, details);
  const isNegative = random.chance(20);
  const validDetails = [...details];
  const invalid = (random.chance(60) && oddlyNamed(world, details)) || isNegative;
  if (random.chance(40)) atTheProviderBefore(world, book, orderId, details);
  const settleBy = new Date(timeline.now + random.span(3600_000, 72 * 3600_000)).toISOString();
  const input = {
    orderId,
    details: isNegative ? [...details, { amount: '-1' }] : details,
    ...(random.chance(200) ? { settleBy } : {}),
    ...(random.chance(150) ? { checkBalance: true } : {}),
    ...(random.chance(60) ? { send: 'never' } : {}),
    ...(random.chance(150) ? { approval: 'required', requestedBy: 'alice' } : {}),
    ...(random.chance(200) ? { summary: 'S', batchId: 'B-1' } : {}),
  };
  const another = { ...input, details: otherDetails(world, validDetails) };
  const workflowId = workflowIdOf('allinpayWithdrawal', 'default', orderId);
  return { flow: 'allinpayWithdrawal', workflowId, orderId, input, another, invalid, accepted: [] };
}

type Detail = Readonly<Record<string, unknown>> & { readonly amount: string };

function selector(world: World, number: number, at: number): Readonly<Record<string, unknown>> {
  if (at === 0 && world.random.chance(150)) return { isPlatform: true };
  return world.random.chance(500) ? { externalCode: `S${number}` } : { accountUserId: 40_000 + number };
}

/** The second account is the first one under its other name. */
function nameTwice({ coverage }: World, book: AllinpayBook, details: Detail[]): void {
  const [first, second] = details;
  const names = first === undefined ? undefined : book.namesOf(accountOf(first));
  if (first === undefined || second === undefined || names === undefined) return;
  coverage.note('allinpay/an account under both its names');
  const name = 'externalCode' in first ? { accountUserId: names.id } : { externalCode: names.code };
  details[1] = { ...name, amount: second.amount };
}

/** Gives an account an odd name. @returns whether it is one that must be refused */
function oddlyNamed(world: World, details: Detail[]): boolean {
  const { name, isName } = oddName(world);
  details[0] = { externalCode: name, amount: details[0]?.amount ?? '1' };
  return !isName;
}

/** What somebody else asks for under the same id: of other amounts, or for other accounts. */
function otherDetails({ random }: World, details: readonly Detail[]): readonly object[] {
  if (random.chance(400)) return details.map((detail) => ({ ...detail, amount: '11.00' }));
  return details.map(otherAccount);
}

function otherAccount(detail: Detail): Detail {
  const { externalCode: code, accountUserId: id } = detail;
  if (typeof code === 'string') return { ...detail, externalCode: `X${code.slice(0, 25)}` };
  return typeof id === 'number' ? { ...detail, accountUserId: id + 5000 } : detail;
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
