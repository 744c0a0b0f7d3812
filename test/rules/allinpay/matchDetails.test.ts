import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { matchDetails, type Match } from '../../../rules/allinpay/matchDetails.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

type Selector =
  { readonly accountUserId: number } | { readonly externalCode: string } | { readonly isPlatform: true };

function asked(selector: Selector, amount: string, known: Partial<AllinpayDetail> = {}): AllinpayDetail {
  return { ...selector, amount, status: 'pending', ...known };
}

const line = (line: Partial<OrderLine>): OrderLine => ({ status: 'pending', ...line });
const code = (externalCode: string): Selector => ({ externalCode });
const id = (accountUserId: number): Selector => ({ accountUserId });
const platform: Selector = { isPlatform: true };

function ours(match: Match): readonly AllinpayDetail[] {
  if (match.kind !== 'ours') throw new Error(`a conflict: ${match.differences.join('; ')}`);
  return match.details;
}

function statuses(match: Match): string[] {
  return ours(match).map(({ status }) => status);
}

function differences(match: Match): readonly string[] {
  if (match.kind !== 'conflict') throw new Error('no conflict');
  return match.differences;
}

describe('a line stands for the detail of its account', () => {
  it('whatever its place in the list', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(id(2), '1.00'), asked(platform, '1.00')],
      [
        line({
          referenceType: '11',
          accountUserId: '999',
          arrived: '1.00',
          status: 'failed',
          statusText: 'no',
        }),
        line({ accountUserId: '2', arrived: '1.00' }),
        line({ externalCode: 'A', accountUserId: '5', arrived: '1.00', status: 'settled' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'pending', 'failed']);
    expect(ours(match)[2]).toMatchObject({ isPlatform: true, reason: 'no' });
  });

  it('with the amount as asked, or less the fee', () => {
    const details = [asked(code('A'), '100.00')];
    const withFee = [line({ externalCode: 'A', arrived: '100.00', fee: '0.50', status: 'settled' })];
    const without = [line({ externalCode: 'A', arrived: '99.50', fee: '0.50', status: 'settled' })];
    expect(ours(matchDetails(details, withFee))[0]).toMatchObject({ arrived: '100.00', fee: '0.50' });
    expect(ours(matchDetails(details, without))[0]).toMatchObject({ arrived: '99.50', amount: '100.00' });
  });

  it('written with other decimals', () => {
    expect(
      statuses(matchDetails([asked(code('A'), '100.00')], [line({ externalCode: 'A', arrived: '100' })])),
    ).toEqual(['pending']);
  });

  it('where it says no amount, or zero while nothing has arrived', () => {
    const details = [asked(code('A'), '100.00')];
    expect(statuses(matchDetails(details, [line({ externalCode: 'A' })]))).toEqual(['pending']);
    expect(statuses(matchDetails(details, [line({ externalCode: 'A', arrived: '0.00' })]))).toEqual([
      'pending',
    ]);
    expect(
      statuses(matchDetails(details, [line({ externalCode: 'A', arrived: '0.00', status: 'failed' })])),
    ).toEqual(['failed']);
  });

  it('and tells no more of it than it says', () => {
    const told = (theirs: Partial<OrderLine>): AllinpayDetail | undefined =>
      ours(matchDetails([asked(code('A'), '1.00')], [line({ externalCode: 'A', ...theirs })]))[0];
    expect(told({ status: 'settled' })).toStrictEqual(asked(code('A'), '1.00', { status: 'settled' }));
    expect(told({ status: 'failed' })).toStrictEqual(asked(code('A'), '1.00', { status: 'failed' }));
    expect(told({ arrived: '1.00' })).toStrictEqual(asked(code('A'), '1.00'));
  });

  it('and what the answer leaves out stays pending', () => {
    const details = [asked(code('A'), '1.00'), asked(code('B'), '2.00')];
    expect(statuses(matchDetails(details, []))).toEqual(['pending', 'pending']);
    expect(
      statuses(matchDetails(details, [line({ externalCode: 'B', status: 'settled', arrived: '2.00' })])),
    ).toEqual(['pending', 'settled']);
  });
});

describe('a line that does not say what we named', () => {
  it('stands for the one detail of its amount', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(code('B'), '2.00')],
      [
        line({ accountUserId: '7', arrived: '2.00', status: 'failed' }),
        line({ accountUserId: '8', arrived: '1.00', status: 'settled', withdrawTId: 'T1' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'failed']);
    expect(ours(match)[0]).toMatchObject({ withdrawTId: 'T1' });
  });

  it('leaves a sure line to the detail that it names', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(platform, '1.00')],
      [
        line({ accountUserId: '9', referenceType: '11', arrived: '1.00', status: 'failed' }),
        line({ accountUserId: '7', referenceType: '49', arrived: '1.00', status: 'settled' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'failed']);
  });

  it('among several of one amount that agree tells their status, not which is which', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(code('B'), '1.00')],
      [
        line({ accountUserId: '7', arrived: '1.00', status: 'settled', withdrawTId: 'T1' }),
        line({ accountUserId: '8', arrived: '1.00', status: 'settled', withdrawTId: 'T2' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'settled']);
    expect(ours(match).map(({ withdrawTId }) => withdrawTId)).toEqual([undefined, undefined]);
  });

  it('among several of one amount that differ tells nothing, and says so', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(code('B'), '1.00')],
      [
        line({ accountUserId: '7', arrived: '1.00', status: 'settled' }),
        line({ accountUserId: '8', arrived: '1.00', status: 'failed' }),
      ],
    );
    expect(statuses(match)).toEqual(['pending', 'pending']);
    expect(ours(match)[0]?.reason).toContain('does not tell this detail from others');
  });

  it('among several that agree tells what arrived and the fee where they agree on these too', () => {
    const details = [asked(code('A'), '1.00'), asked(code('B'), '1.00')];
    const lineOf = (accountUserId: string, arrived: string, fee: string) =>
      line({ accountUserId, arrived, fee, status: 'settled' });
    const settled = details.map((detail) => ({ ...detail, status: 'settled' as const }));
    expect(ours(matchDetails(details, [lineOf('7', '0.90', '0.10'), lineOf('8', '0.90', '0.10')]))).toEqual(
      settled.map((detail) => ({ ...detail, arrived: '0.90', fee: '0.10' })),
    );
    expect(ours(matchDetails(details, [lineOf('7', '0.90', '0.10'), lineOf('8', '1.00', '0.10')]))).toEqual(
      settled.map((detail) => ({ ...detail, fee: '0.10' })),
    );
    expect(ours(matchDetails(details, [lineOf('7', '1.00', '0.10'), lineOf('8', '0.75', '0.25')]))).toEqual(
      settled,
    );
  });

  it('stands for the one detail that it does not speak against', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(id(2), '1.00')],
      [line({ accountUserId: '3', arrived: '1.00', status: 'settled' })],
    );
    expect(statuses(match)).toEqual(['settled', 'pending']);
  });

  it('alone for several of one amount tells nothing', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00'), asked(code('B'), '1.00')],
      [line({ accountUserId: '7', arrived: '1.00', status: 'settled' })],
    );
    expect(statuses(match)).toEqual(['pending', 'pending']);
  });

  it('may be one that names nothing at all', () => {
    expect(
      statuses(matchDetails([asked(id(2), '1.00')], [line({ arrived: '1.00', status: 'settled' })])),
    ).toEqual(['settled']);
    expect(
      statuses(matchDetails([asked(platform, '1.00')], [line({ accountUserId: '9', arrived: '1.00' })])),
    ).toEqual(['pending']);
  });

  it('is told by accounts where two details name one account in two ways', () => {
    const match = matchDetails(
      [asked(id(42), '1.00'), asked(code('S42'), '2.00')],
      [
        line({ accountUserId: '42', externalCode: 'S42', arrived: '2.00', status: 'failed' }),
        line({ accountUserId: '42', externalCode: 'S42', arrived: '1.00', status: 'settled' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'failed']);
  });

  it('and two lines that both name two details of one amount are told together or not at all', () => {
    const details = [asked(id(42), '1.00'), asked(code('S42'), '1.00')];
    const both = { accountUserId: '42', externalCode: 'S42', arrived: '1.00' };
    const agree = [line({ ...both, status: 'settled' }), line({ ...both, status: 'settled' })];
    const differ = [line({ ...both, status: 'settled' }), line({ ...both, status: 'failed' })];
    expect(statuses(matchDetails(details, agree))).toEqual(['settled', 'settled']);
    expect(statuses(matchDetails(details, differ))).toEqual(['pending', 'pending']);
  });
});

describe('lines that fit two details, once with their fee and once without', () => {
  const details = [asked(code('A'), '98.00'), asked(code('B'), '100.00')];
  const ofB = line({
    accountUserId: '2',
    withdrawTId: 'T2',
    arrived: '98.00',
    fee: '2.00',
    status: 'settled',
  });
  const ofA = (more: Partial<OrderLine>) => line({ accountUserId: '1', withdrawTId: 'T1', ...more });
  const inBothOrders = (...lines: OrderLine[]) => [lines, lines.toReversed()];

  it('leave both pending where the other line fits both as well and ended otherwise', () => {
    for (const lines of inBothOrders(ofB, ofA({ arrived: '0.00', fee: '0.00', status: 'failed' }))) {
      expect(matchDetails(details, lines)).toMatchObject({
        untold: 2,
        details: [
          { status: 'pending', reason: expect.stringContaining('does not tell this detail from others') },
          { status: 'pending', reason: expect.stringContaining('does not tell this detail from others') },
        ],
      });
    }
  });

  it('are told by the other line where that fits one alone', () => {
    for (const lines of inBothOrders(ofB, ofA({ arrived: '96.00', fee: '2.00', status: 'failed' }))) {
      expect(matchDetails(details, lines)).toMatchObject({
        untold: 0,
        details: [
          { externalCode: 'A', status: 'failed', withdrawTId: 'T1' },
          { externalCode: 'B', status: 'settled', arrived: '98.00', fee: '2.00', withdrawTId: 'T2' },
        ],
      });
    }
  });

  it('are told by the serial numbers where these were learnt while it was certain', () => {
    const certain = ours(matchDetails(details, [ofB, ofA({ arrived: '96.00', fee: '2.00' })]));
    for (const lines of inBothOrders(ofB, ofA({ arrived: '0.00', status: 'failed' })))
      expect(statuses(matchDetails(certain, lines))).toEqual(['failed', 'settled']);
  });
});

it('fifty shops of one amount that all settled are settled, whoever is who', () => {
  const fifty = Array.from({ length: 50 }, (_, at) => at);
  const details = fifty.map((at) => asked(code(`S${at}`), '100.00'));
  const lines = fifty.map((at) =>
    line({ accountUserId: `${at}`, withdrawTId: `T${at}`, arrived: '99.50', fee: '0.50', status: 'settled' }),
  );
  expect(matchDetails(details, lines)).toEqual({
    kind: 'ours',
    untold: 0,
    contradictions: [],
    details: details.map((detail) => ({ ...detail, status: 'settled', arrived: '99.50', fee: '0.50' })),
  });
});

it('a pair of names on one line tells of whom another line speaks that has one of them', () => {
  const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' }), asked(code('B'), '1.00')];
  const lines = [
    line({ accountUserId: '1', externalCode: 'A', withdrawTId: 'T2', arrived: '1.00', status: 'settled' }),
  ];
  expect(differences(matchDetails(details, lines))).toEqual([
    'A: 1.00, by serial number T2 and not T1: another transfer',
  ]);
  const anotherOfA = [...lines, line({ accountUserId: '1', arrived: '1.00' })];
  expect(matchDetails([asked(code('A'), '1.00'), asked(code('B'), '1.00')], anotherOfA).kind).toBe(
    'conflict',
  );
});

it('a name that two lines give to two accounts tells nothing of either', () => {
  const details = [asked(code('A'), '1.00'), asked(id(5), '1.00')];
  const ofBoth = (accountUserId: string, more: Partial<OrderLine>) =>
    line({ accountUserId, externalCode: 'A', arrived: '1.00', ...more });
  const lines = [ofBoth('5', { status: 'settled' }), ofBoth('6', { status: 'failed' })];
  expect(statuses(matchDetails(details, lines))).toEqual(['failed', 'settled']);
  expect(statuses(matchDetails(details, lines.toReversed()))).toEqual(['failed', 'settled']);
});

describe('a name that is doubtful settles nothing', () => {
  const details = [asked(id(42), '1.00'), asked(code('S42'), '1.00')];

  it('where one line names two details', () => {
    const lines = [
      line({ accountUserId: '42', externalCode: 'S42', arrived: '1.00', status: 'settled' }),
      line({ arrived: '1.00', status: 'failed' }),
    ];
    expect(statuses(matchDetails(details, lines))).toEqual(['pending', 'pending']);
  });

  it('where two lines name one detail', () => {
    const lines = [
      line({ externalCode: 'S42', arrived: '1.00', status: 'failed' }),
      line({ accountUserId: '42', externalCode: 'S42', arrived: '1.00', status: 'settled' }),
    ];
    expect(statuses(matchDetails(details, lines))).toEqual(['pending', 'pending']);
  });
});

it('a line whose kind of account speaks against the one it names is left to another detail', () => {
  const details = [asked(platform, '1.00'), asked(code('A'), '1.00'), asked(code('B'), '1.00')];
  const lines = [
    line({ accountUserId: '5', referenceType: '11', arrived: '1.00', status: 'settled' }),
    line({ accountUserId: '5', referenceType: '49', arrived: '1.00', status: 'failed' }),
  ];
  expect(statuses(matchDetails(details, lines))).toEqual(['settled', 'pending', 'pending']);
});

it('a serial number that several lines share is the number of none of them', () => {
  const details = [asked(code('A'), '1.00'), asked(code('B'), '1.00'), asked(code('C'), '1.00')];
  const lineOf = (accountUserId: string, more: Partial<OrderLine>) =>
    line({ accountUserId, withdrawTId: 'T1', arrived: '1.00', status: 'settled', ...more });
  const match = matchDetails(details, [
    lineOf('7', { referenceType: '49' }),
    lineOf('8', {}),
    lineOf('9', {}),
  ]);
  expect(ours(match).map(({ withdrawTId }) => withdrawTId)).toEqual([undefined, undefined, undefined]);
});

describe('a serial number learnt earlier', () => {
  it('decides first', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00', { withdrawTId: 'T2' }), asked(code('B'), '1.00', { withdrawTId: 'T1' })],
      [
        line({ accountUserId: '7', withdrawTId: 'T1', arrived: '1.00', status: 'settled' }),
        line({ accountUserId: '8', withdrawTId: 'T2', arrived: '1.00', status: 'failed' }),
      ],
    );
    expect(statuses(match)).toEqual(['failed', 'settled']);
  });

  it('excuses neither another amount nor another account', () => {
    const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' })];
    expect(
      differences(matchDetails(details, [line({ externalCode: 'A', withdrawTId: 'T1', arrived: '9.00' })])),
    ).toEqual(['A: 9.00']);
    expect(
      differences(matchDetails(details, [line({ externalCode: 'B', withdrawTId: 'T1', arrived: '1.00' })])),
    ).toEqual(['B: 1.00']);
  });

  it('that the answer does not hold leaves the account to tell, and is kept', () => {
    const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' })];
    expect(
      ours(matchDetails(details, [line({ externalCode: 'A', arrived: '1.00', status: 'settled' })])),
    ).toMatchObject([{ status: 'settled', withdrawTId: 'T1' }]);
  });

  it.each([
    [
      'another number',
      'T2',
      [
        'paid twice: externalCode:A, 1.00 by serial number T1 (settled) and 1.00 by serial number T2 (settled)',
        'what left the account in all: 2.00, where 1.00 was asked for',
      ],
    ],
    [
      'the same number',
      'T1',
      [
        'listed twice, one transfer: externalCode:A, 1.00 by serial number T1 (settled) and 1.00 by serial number T1 (settled)',
      ],
    ],
    [
      'no number',
      undefined,
      [
        'paid twice: externalCode:A, 1.00 by serial number T1 (settled) and 1.00 without a serial number (settled)',
        'what left the account in all: 2.00, where 1.00 was asked for',
      ],
    ],
  ])('does not hide a second line of its account with %s: an order booked twice', (_, withdrawTId, told) => {
    const once = { externalCode: 'A', arrived: '1.00', status: 'settled' } as const;
    const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' })];
    const second = line(withdrawTId === undefined ? once : { ...once, withdrawTId });
    expect(differences(matchDetails(details, [line({ ...once, withdrawTId: 'T1' }), second]))).toEqual(told);
  });

  it('is named only for a line that could stand for the detail but for its number', () => {
    const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' })];
    expect(
      differences(
        matchDetails(details, [
          line({ externalCode: 'A', arrived: '2.00', withdrawTId: 'T2' }),
          line({ externalCode: 'B', arrived: '1.00', withdrawTId: 'T3' }),
        ]),
      ),
    ).toEqual(['A: 2.00', 'B: 1.00']);
  });

  it.each(['pending', 'settled', 'failed'] as const)(
    'of a detail that is %s is not given up for another: the answer shows another booking of the order',
    (status) => {
      const details = [asked(code('A'), '1.00', { status, withdrawTId: 'T1' })];
      for (const later of ['pending', 'settled', 'failed'] as const) {
        const other = { arrived: '0.50', fee: '0.50', withdrawTId: 'T2', status: later };
        const told = '0.50 (fee 0.50), by serial number T2 and not T1: another transfer';
        const named = matchDetails(details, [line({ externalCode: 'A', ...other })]);
        expect(differences(named)).toEqual([`A: ${told}`]);
        const unnamed = matchDetails(details, [line({ accountUserId: '7', ...other })]);
        expect(differences(unnamed)).toEqual([`7: ${told}`]);
      }
    },
  );

  it('is not held against a line without one that says the same account', () => {
    const details = [asked(code('A'), '1.00', { withdrawTId: 'T1' }), asked(code('B'), '1.00')];
    const lines = [
      line({ externalCode: 'B', withdrawTId: 'T2', arrived: '1.00', status: 'settled' }),
      line({ accountUserId: '7', arrived: '1.00', status: 'failed' }),
    ];
    expect(statuses(matchDetails(details, lines))).toEqual(['failed', 'settled']);
  });
});

describe('a final status', () => {
  it.each(['settled', 'failed'] as const)('%s stays, whatever a later answer says', (status) => {
    const detail = asked(code('A'), '1.00', { status, withdrawTId: 'T1', arrived: '1.00' });
    for (const later of ['pending', 'settled', 'failed'] as const) {
      const [kept] = ours(
        matchDetails(
          [detail],
          [line({ externalCode: 'A', withdrawTId: 'T1', arrived: '1.00', fee: '0', status: later })],
        ),
      );
      expect(kept).toEqual(detail);
    }
  });

  it('stays where several of one amount differ later', () => {
    const match = matchDetails(
      [asked(code('A'), '1.00', { status: 'settled' }), asked(code('B'), '1.00')],
      [
        line({ accountUserId: '7', arrived: '1.00', status: 'settled' }),
        line({ accountUserId: '8', arrived: '1.00', status: 'pending' }),
      ],
    );
    expect(statuses(match)).toEqual(['settled', 'pending']);
    expect(match).toMatchObject({ untold: 1 });
    expect(ours(match)[0]).not.toHaveProperty('reason');
  });

  it('takes the reason of an earlier doubt away', () => {
    const [told] = ours(
      matchDetails(
        [asked(code('A'), '1.00', { reason: 'doubtful' })],
        [line({ externalCode: 'A', arrived: '1.00', status: 'settled' })],
      ),
    );
    expect(told).not.toHaveProperty('reason');
  });
});

describe('a line that is not ours', () => {
  it.each([
    ['another amount', { externalCode: 'A', arrived: '2.00' }, 'A: 2.00'],
    ['another fee', { externalCode: 'A', arrived: '0.50', fee: '0.25' }, 'A: 0.50 (fee 0.25)'],
    ['another account', { externalCode: 'B', arrived: '1.00' }, 'B: 1.00'],
    ['the platform with another amount', { referenceType: '11', arrived: '7.00' }, 'the platform: 7.00'],
    ['nothing named, another amount', { arrived: '7.00' }, 'an unnamed account: 7.00'],
    ['no amount beside a sure one', { externalCode: 'B' }, 'B: no amount'],
    ['zero though settled', { externalCode: 'A', arrived: '0.00', status: 'settled' as const }, 'A: 0.00'],
  ])('by %s is a conflict', (_, theirs, difference) => {
    expect(differences(matchDetails([asked(code('A'), '1.00')], [line(theirs)]))).toEqual([difference]);
  });

  it('beside ours is a conflict too: an order booked twice shows both', () => {
    const twice = line({ externalCode: 'A', arrived: '1.00', status: 'settled' });
    expect(
      differences(matchDetails([asked(code('A'), '1.00')], [twice, { ...twice }])).length,
    ).toBeGreaterThan(0);
  });

  it('by the id of another account is a conflict for a detail by id', () => {
    expect(
      differences(matchDetails([asked(id(2), '1.00')], [line({ accountUserId: '3', arrived: '1.00' })])),
    ).toEqual(['3: 1.00']);
  });

  it('of another kind is a conflict for the platform', () => {
    const theirs = [line({ accountUserId: '3', referenceType: '49', arrived: '1.00' })];
    expect(differences(matchDetails([asked(platform, '1.00')], theirs))).toEqual(['3: 1.00']);
  });

  it('is shown for a person, five of them at most, with the whole order in our form to take over', () => {
    const lines = [1, 2, 3, 4, 5, 6, 7].map((place) =>
      line({ accountUserId: String(place), arrived: `${place}` }),
    );
    const match = matchDetails(
      [asked(code('A'), '100.00')],
      [
        ...lines,
        line({ externalCode: 'B', arrived: '3', fee: '1', status: 'settled', withdrawTId: 'T9' }),
        line({ accountUserId: '11', referenceType: '11', status: 'failed', statusText: 'no' }),
        line({ arrived: '8' }),
      ],
    );
    expect(differences(match)).toHaveLength(5);
    expect(match.kind === 'conflict' && match.theirs).toEqual([
      { externalCode: 'B', amount: '3.00', status: 'settled', arrived: '3', fee: '1', withdrawTId: 'T9' },
      ...[1, 2, 3, 4, 5, 6, 7].map((place) => ({
        accountUserId: place,
        amount: `${place}.00`,
        status: 'pending',
      })),
      { isPlatform: true, amount: '0.00', status: 'failed', reason: 'no' },
      { isPlatform: true, amount: '8.00', status: 'pending' },
    ]);
  });
});
