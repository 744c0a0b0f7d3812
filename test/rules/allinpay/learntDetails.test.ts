import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectorOf } from '../../../contract/allinpayAccount.ts';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { AccountNames } from '../../../rules/allinpay/accountNames.ts';
import { adoptedText, readAdopted } from '../../../rules/allinpay/adoptedDetails.ts';
import { changesBetween, withChanges } from '../../../rules/allinpay/detailChanges.ts';
import { learntText, readLearnt } from '../../../rules/allinpay/learntDetails.ts';
import { matchDetails, type Match } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';
import { UNTOLD } from '../../../rules/allinpay/saidOfDetail.ts';
import { doubtfulOrders, trueOrders } from './orders.fixture.ts';

/** What stands for any kind of account but the platform. */
const NO_PLATFORM = 'not the platform';

/** The details as nothing was known of them: what the input of the run says. */
const unknown = (details: readonly AllinpayDetail[]): AllinpayDetail[] =>
  details.map((detail) => ({ ...selectorOf(detail), amount: detail.amount, status: 'pending' }));

/** What the workflow hears where an activity has the details from elsewhere. */
function matchedElsewhere(
  details: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  names: readonly AccountNames[],
): Match {
  const known = readLearnt(unknown(details), learntText(details, names));
  const match = matchDetails(known.details, lines, known.accounts);
  if (match.kind === 'conflict') return match;
  return { ...match, details: withChanges(details, changesBetween(known.details, match.details)) };
}

/** What is asked for names, as the provider gives it. */
const namesOf = (details: readonly AllinpayDetail[], lines: readonly OrderLine[]): AccountNames[] =>
  details.map((detail, at) => ({
    accountUserId: String(at + 1),
    referenceType: lines[at]?.referenceType ?? ('isPlatform' in detail ? '11' : '49'),
    ...('isPlatform' in detail ? {} : { externalCode: `C${at + 1}` }),
  }));

/** The same lines later on: each may have come to another end. */
const later = (lines: readonly OrderLine[]): fc.Arbitrary<OrderLine[]> =>
  fc
    .array(fc.constantFrom(undefined, 'pending', 'settled', 'failed'), {
      minLength: lines.length,
      maxLength: lines.length,
    })
    .map((statuses) => lines.map((line, at) => ({ ...line, status: statuses[at] ?? line.status })));

const twoAnswers = (orders: typeof doubtfulOrders) =>
  orders.chain((order) => fc.record({ order: fc.constant(order), second: later(order.lines) }));

describe('what is made of an answer where the details are read from elsewhere', () => {
  it('is what is made of it where they are at hand, whatever was learnt before', () => {
    fc.assert(
      fc.property(twoAnswers(doubtfulOrders), ({ order, second }) => {
        const first = matchDetails(order.details, order.lines);
        const details = first.kind === 'ours' ? first.details : order.details;
        expect(matchedElsewhere(details, second, [])).toEqual(matchDetails(details, second));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same where the provider gave the other names of the accounts', () => {
    fc.assert(
      fc.property(twoAnswers(trueOrders(6)), ({ order, second }) => {
        const names = namesOf(order.details, order.truth);
        const first = matchDetails(order.details, order.lines, names);
        const details = first.kind === 'ours' ? first.details : order.details;
        expect(matchedElsewhere(details, second, names)).toEqual(matchDetails(details, second, names));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what was learnt, in short', () => {
  it('takes a dozen characters for the serial number of a detail, and eight more for the id of its account', () => {
    const details = Array.from({ length: 1000 }, (_, at): AllinpayDetail => ({
      externalCode: `SHOP-${at}`,
      amount: '100.00',
      status: at % 2 === 0 ? 'settled' : 'pending',
      withdrawTId: String(9_100_000_000_000_000_000n + BigInt(at)),
    }));
    const names = details.map((_, at) => ({
      accountUserId: String(10_000_000_000 + at),
      externalCode: `SHOP-${at}`,
    }));
    expect(learntText(details, [])).toHaveLength(1000 * 13 - 1);
    expect(learntText(details, names).length).toBeLessThan(1000 * 21);
  });

  const byCode: AllinpayDetail = { externalCode: 'A', amount: '1.00', status: 'pending' };
  const byId: AllinpayDetail = { accountUserId: 2, amount: '1.00', status: 'pending' };
  const platform: AllinpayDetail = { isPlatform: true, amount: '1.00', status: 'pending' };
  const both = { accountUserId: '2', externalCode: 'A' };

  it.each<[string, AllinpayDetail, AccountNames, AccountNames]>([
    ['p', byCode, {}, {}],
    ['p', byCode, { accountUserId: '9', externalCode: 'B', referenceType: '49' }, {}],
    ['p~2', byCode, both, both],
    ['p@2', byCode, { ...both, referenceType: '49' }, { ...both, referenceType: NO_PLATFORM }],
    ['p!2', byCode, { ...both, referenceType: '11' }, { ...both, referenceType: '11' }],
    [
      'p@',
      byCode,
      { externalCode: 'A', referenceType: '49' },
      { externalCode: 'A', referenceType: NO_PLATFORM },
    ],
    ["p~:'A", byId, both, both],
    ["p@:'A", byId, { ...both, referenceType: '49' }, { ...both, referenceType: NO_PLATFORM }],
    ["p!2:'A", platform, { ...both, referenceType: '11' }, { ...both, referenceType: '11' }],
    ['p', platform, { referenceType: '11' }, {}],
  ])('says %j of the names of an account beyond the one that it was asked by', (text, asked, known, read) => {
    expect(learntText([asked], [known])).toBe(text);
    const accounts = Object.keys(read).length === 0 ? [] : [read];
    expect(readLearnt([asked], text)).toStrictEqual({ details: [asked], accounts });
  });

  it.each<[string, Partial<AllinpayDetail>, Partial<AllinpayDetail>]>([
    ['p', {}, {}],
    ['u', { reason: 'in doubt' }, { reason: UNTOLD }],
    ['s1', { status: 'settled', withdrawTId: '1', arrived: '1.00' }, { status: 'settled', withdrawTId: '1' }],
    ['f', { status: 'failed', reason: 'account frozen' }, { status: 'failed' }],
  ])('says %j of what became of a detail', (text, learnt, read) => {
    expect(learntText([{ ...byCode, ...learnt }], [])).toBe(text);
    expect(readLearnt([byCode], text)).toStrictEqual({ details: [{ ...byCode, ...read }], accounts: [] });
  });

  it('of other details is not read for these', () => {
    const details = unknown([{ isPlatform: true, amount: '1.00', status: 'pending' }]);
    expect(() => readLearnt(details, 'p,p')).toThrow(RangeError);
    expect(() => readLearnt(details, 'x')).toThrow(RangeError);
    expect(() => readLearnt(details, '')).toThrow(RangeError);
  });
});

describe('the order of the provider that a person took over, in short', () => {
  it('is read back as it was', () => {
    const accounts: fc.Arbitrary<AllinpayDetail> = fc
      .record({
        account: fc.oneof(
          fc.record({ accountUserId: fc.integer({ min: 1, max: 99_999_999_999 }) }),
          fc.record({ externalCode: fc.string({ unit: 'binary', minLength: 1 }) }),
          fc.constant({ isPlatform: true as const }),
        ),
        amount: fc.oneof(
          fc.nat().map((fen) => (fen / 100).toFixed(2)),
          fc.constantFrom('-1.00', '1', '100', '1.0', '1.000', '01.00', '1.0x', '1.x0', 'x'),
        ),
      })
      .map(({ account, amount }) => ({ ...account, amount, status: 'pending' }));
    fc.assert(
      fc.property(fc.array(accounts), (details) => {
        expect(readAdopted(adoptedText(details))).toEqual(details);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes four characters for an amount of eight digits', () => {
    const order: AllinpayDetail[] = [
      { isPlatform: true, amount: '123456.78', status: 'pending' },
      { accountUserId: 1, amount: '1.00', status: 'pending' },
    ];
    expect(adoptedText(order)).toMatch(/^\*=[\w-]{4},i1=1a$/);
  });

  it.each(['x1=1a', 'i1', 'i1=1a,', '=1a'])('is not read from another text: %j', (text) => {
    expect(() => readAdopted(text)).toThrow(RangeError);
  });
});
