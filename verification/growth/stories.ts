import type { OrderLine } from '../../providers/allinpay/wire.ts';
import type { Mood } from './provider.ts';
import type { GrowthStory } from './tell.ts';

const THOUSAND = 1000;
const each = <Made>(make: (at: number) => Made): Made[] =>
  Array.from({ length: THOUSAND }, (_, at) => make(at));

/** 19 digits that have nothing in common, the same at every run. */
const number = (at: number): string =>
  String(
    1_000_000_000_000_000_000n + ((BigInt(at) * 6_364_136_223_846_793_005n) % 8_000_000_000_000_000_000n),
  );
const accountId = (at: number): string => String(10_000_000_000 + ((at * 2_654_435_761) % 80_000_000_000));
const code = (at: number): string => `SHOP-${String(at).padStart(4, '0')}`;

const one = { details: [{ externalCode: 'SHOP-1', amount: '100.00' }] };
const alike = { details: each((at) => ({ externalCode: code(at), amount: '100.00' })) };
const many = { details: each((at) => ({ externalCode: code(at), amount: `${100 + at}.00` })) };

const onePending = (): OrderLine[] => [{ externalCode: 'SHOP-1', status: 'pending', withdrawTId: number(1) }];

interface Amounts {
  /** in yuan, of the n-th detail */
  readonly arrived: (at: number) => string;
  readonly fee: string;
}

const asAsked: Amounts = { arrived: (at) => `${100 + at}.00`, fee: '0.00' };
const alikeLessFee: Amounts = { arrived: () => '99.50', fee: '0.50' };
const asNobodyAsked: Amounts = { arrived: (at) => `${5000 + at}.00`, fee: '0.50' };

/** One line a shop, of which so many have settled. */
function settledUpTo(
  many: number,
  name: (at: number) => Partial<OrderLine>,
  { arrived, fee }: Amounts = asAsked,
): OrderLine[] {
  return each((at) => ({
    ...name(at),
    withdrawTId: number(at),
    fee,
    arrived: arrived(at),
    status: at < many ? 'settled' : 'pending',
  }));
}

const byCode = (at: number): Partial<OrderLine> => ({ externalCode: code(at), referenceType: '49' });
const byId = (at: number): Partial<OrderLine> => ({ accountUserId: accountId(at), referenceType: '49' });
const byBoth = (at: number): OrderLine => ({ ...byCode(at), ...byId(at), status: 'pending' });

const always = (): Mood => 'answers';
const never = (): Mood => 'away';
/** Away and refusing us by turns, for an hour each. */
const byTurns = (hours: number): Mood => (Math.floor(hours) % 2 === 0 ? 'away' : 'refusesUs');
/** Away for two hours, answering for the next one. */
const comesAndGoes = (hours: number): Mood => (Math.floor(hours) % 3 === 2 ? 'answers' : 'away');
const afterTheSend =
  (mood: (hours: number) => Mood) =>
  (hours: number): Mood =>
    hours < 0.5 ? 'answers' : mood(hours);

/** Half of them are said to be settled at every other look, and no line says whose it is. */
const cannotTell = (look: number): OrderLine[] =>
  each((at) => ({ withdrawTId: number(at), status: look % 2 === 1 && at === 0 ? 'settled' : 'pending' }));

export const stories: readonly GrowthStory[] = [
  {
    name: 'away before the send',
    what: 'the provider is away all along',
    input: one,
    provider: { mood: never, lines: onePending },
    ends: 'submitting',
  },
  {
    name: 'away after the send',
    what: 'the provider takes the order and is away from then on',
    input: many,
    provider: { mood: afterTheSend(never), lines: () => settledUpTo(0, byCode) },
    ends: 'overdue',
  },
  {
    name: 'by turns before the send',
    what: 'the provider is away and refuses our settings by turns, an hour each',
    input: one,
    provider: { mood: byTurns, lines: onePending },
    ends: 'submitting',
  },
  {
    name: 'by turns after the send',
    what: 'the same once it has the order',
    input: many,
    provider: { mood: afterTheSend(byTurns), lines: () => settledUpTo(0, byCode) },
    ends: 'overdue',
  },
  {
    name: 'comes and goes',
    what: 'the provider is away for two hours and answers for one',
    input: many,
    provider: { mood: afterTheSend(comesAndGoes), lines: () => settledUpTo(0, byCode) },
    ends: 'overdue',
  },
  {
    name: 'one by one',
    what: '1,000 details, one of which settles at each poll',
    input: many,
    provider: { mood: always, lines: (look) => settledUpTo(look, byCode) },
    ends: 'settled',
  },
  {
    name: 'one by one, by account id',
    what: 'the same of one amount, asked by external code and answered by account id, with fees',
    input: alike,
    provider: {
      mood: always,
      lines: (look) => settledUpTo(look, byId, alikeLessFee),
      names: () => each(byBoth),
    },
    ends: 'settled',
  },
  {
    name: 'cannot be told',
    what: '1,000 details of one amount; the answer leaves in doubt whose line is whose, and takes it back at the next poll',
    input: alike,
    provider: { mood: always, lines: cannotTell },
    ends: 'overdue',
  },
  {
    name: 'a robot',
    what: '1,000 details that stay pending; a robot asks once a minute',
    input: alike,
    provider: { mood: always, lines: () => settledUpTo(0, byId, alikeLessFee), names: () => each(byBoth) },
    people: ['asksOnceAMinute'],
    ends: 'overdue',
  },
  {
    name: 'a robot, provider away',
    what: 'the same while the provider is away',
    input: many,
    provider: { mood: afterTheSend(never), lines: () => settledUpTo(0, byCode) },
    people: ['asksOnceAMinute'],
    ends: 'overdue',
  },
  {
    name: 'adopted',
    what: 'the provider has another order of 1,000 details, which a person takes over; one settles at each poll',
    input: many,
    provider: {
      mood: always,
      hasOrder: true,
      lines: (look) => settledUpTo(Math.max(0, look - 1), byId, asNobodyAsked),
    },
    people: ['adopts'],
    ends: 'settled',
  },
];
