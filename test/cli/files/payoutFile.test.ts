import { describe, expect, it } from '@jest/globals';
import { FILE_BYTES_MAX } from '../../../cli/files/fileText.ts';
import {
  batchIdOf,
  readPayoutFile,
  type CommandLineMembers,
  type PayoutFile,
} from '../../../cli/files/payoutFile.ts';
import type { PayoutRequest } from '../../../clients/index.ts';
import type { Parsed } from '../../../contract/index.ts';

function read(name: string, text: string, given: CommandLineMembers = {}): Promise<Parsed<PayoutFile>> {
  return readPayoutFile('allinpayWithdrawal', name, Buffer.from(text), given);
}

function readReferrals(
  name: string,
  text: string,
  given: CommandLineMembers = {},
): Promise<Parsed<PayoutFile>> {
  return readPayoutFile('referralWithdrawal', name, Buffer.from(text), given);
}

/** `where: what` of every problem. */
function problemsOf(parsed: Parsed<unknown>): string[] {
  if (parsed.ok) return [];
  return parsed.problems.map(({ field, message }) =>
    field === undefined ? message : `${field}: ${message}`,
  );
}

function inputsOf(parsed: Parsed<PayoutFile>): PayoutRequest['input'][] {
  if (!parsed.ok) throw new Error(problemsOf(parsed).join('\n'));
  return parsed.value.requests.map(({ input }) => input);
}

const order = { orderId: 'A-1', details: [{ externalCode: 'S-1', amount: '100.00' }] };

describe('a JSON file', () => {
  it.each([
    ['one object', order],
    ['a list', [order]],
    ['a member payouts', { payouts: [order] }],
  ])('may hold %s', async (_, data) => {
    expect(inputsOf(await read('a.json', JSON.stringify(data)))).toMatchObject([order]);
  });

  it('is told by its first character when its name says nothing', async () => {
    expect(inputsOf(await read('a.txt', ` ${JSON.stringify(order)}`))).toHaveLength(1);
  });

  it('is refused as a whole with every problem of every payout by its path', async () => {
    const text = `{"payouts": [
      {"orderId": "A 1", "details": [{"externalCode": "S-1", "amount": 100.10}]},
      {"orderId": "A-2", "details": [{"externalCode": "S-1", "accountUserId": 3, "amount": "-1"}], "extra": 1},
      7,
      {"orderId": "A-4", "details": [{"accountUserId": 12345678901234567890, "amount": "1"}]}
    ]}`;
    expect(problemsOf(await read('a.json', text))).toEqual([
      'payouts[0].orderId: may hold letters, digits and . _ : - only, got "A 1"',
      'payouts[0].details[0].amount: must be a decimal string such as "100.10", never a number',
      expect.stringMatching(/^payouts\[1\]\.details\[0\]\.amount: must be a plain decimal/),
      expect.stringMatching(/^payouts\[1\]\.details\[0\]: must name exactly one of/),
      'payouts[1].extra: is not a member we know; take it out',
      expect.stringMatching(/^payouts\[2\]: must be /),
      expect.stringMatching(
        /^payouts\[3\]\.details\[0\]\.accountUserId: must be a whole number, got 123456789012345678/,
      ),
    ]);
  });

  it.each(['100', '100.10', '1e2', '0.1'])('never takes the number %s for an amount', async (amount) => {
    const text = `{"orderId": "A-1", "details": [{"externalCode": "S-1", "amount": ${amount}}]}`;
    expect(problemsOf(await read('a.json', text))).toEqual([
      expect.stringMatching(
        /^details\[0\]\.amount: must be a decimal string such as "100\.10", never a number/,
      ),
    ]);
  });

  it('is refused when a member stands twice with two values', async () => {
    const text = '{"orderId": "A-1", "orderId": "A-2", "details": []}';
    expect(problemsOf(await read('a.json', text))).toEqual([
      expect.stringMatching(/is no JSON: Duplicate key 'orderId'/),
    ]);
  });

  it.each([
    ['{"orderId": ', /is no JSON/],
    ['"text"', /must hold an object/],
    ['[]', /holds no payouts/],
    ['{"payouts": 5}', /payouts: must be a list of payouts/],
    ['{"payouts": [], "batch": "b"}', /batch: is not known beside "payouts"/],
  ])('is refused when it reads %s', async (text, problem) => {
    expect(problemsOf(await read('a.json', text)).join('\n')).toMatch(problem);
  });
});

describe('a CSV file', () => {
  it('makes one payout of all rows of an order, wherever they stand', async () => {
    const text = [
      'orderId,accountUserId,externalCode,isPlatform,amount,summary',
      'A-1,17,,,100,first',
      'A-2,,S-1,,3.5,',
      'A-1,,,true,0.50,',
      '',
    ].join('\r\n');
    expect(inputsOf(await read('a.csv', text))).toMatchObject([
      {
        orderId: 'A-1',
        summary: 'first',
        details: [
          { accountUserId: 17, amount: '100.00' },
          { isPlatform: true, amount: '0.50' },
        ],
      },
      { orderId: 'A-2', details: [{ externalCode: 'S-1', amount: '3.50' }] },
    ]);
  });

  it('may begin with a byte order mark and quote what holds a comma', async () => {
    const text = '\uFEFForderId,externalCode,amount,summary\nA-1,S-1,100,"rent, May"\n';
    expect(inputsOf(await read('a.csv', text))).toMatchObject([{ summary: 'rent, May' }]);
  });

  it('is refused as a whole with every problem by line and column', async () => {
    const text = [
      'orderId,accountUserId,externalCode,amount,summary,checkBalance',
      'A-1,007,,100,one,yes',
      'A-1,,S-1,1.005,two,',
      ',,S-2,1,,',
      'A-3,5,S-3,1,,',
      'A-4,5,S-4,1',
    ].join('\n');
    expect(problemsOf(await read('a.csv', text))).toEqual([
      'line 2, accountUserId: must be a whole number, got "007"',
      expect.stringMatching(/^line 2, checkBalance: must be boolean.*got "yes"/),
      'line 3, summary: differs from line 2 of the same order; say it once',
      expect.stringMatching(/^line 3, amount: must have at most two decimals, got "1\.005"/),
      'line 4, orderId: is required',
      expect.stringMatching(/^line 5: must name exactly one of/),
      'line 6: has 4 cells, the header has 6; quote a cell that holds a comma',
    ]);
  });

  it.each([
    ['', /is empty/],
    ['orderId,amount\n', /holds a header and no payouts/],
    ['orderId,Amounts\nA-1,5\n', /no column "Amounts", is it amount\?; known are orderId, accountUserId/],
    ['order,amount\nA-1,5\n', /there is no column orderId/],
    ['orderId,amount,Amount\nA-1,5,6\n', /the columns amount and Amount say the same thing/],
    ['orderId,amount,金额\nA-1,5,6\n', /the columns amount and 金额 say the same thing/],
    ['orderId,amount\n"A-1,5\n', /is no CSV/],
  ])('is refused when it reads %j', async (text, problem) => {
    expect(problemsOf(await read('a.csv', text)).join('\n')).toMatch(problem);
  });
});

describe('any file', () => {
  it('is refused when no encoding fits it', async () => {
    const bytes = Buffer.from([0x6f, 0xff, 0xfe]);
    expect(problemsOf(await readPayoutFile('allinpayWithdrawal', 'a.csv', bytes, {}))).toEqual([
      expect.stringMatching(/^is not UTF-8, and no other encoding fits/),
    ]);
  });

  it('is refused above 20 MB', async () => {
    const bytes = Buffer.alloc(FILE_BYTES_MAX + 1, ' ');
    expect(problemsOf(await readPayoutFile('allinpayWithdrawal', 'a.csv', bytes, {}))).toEqual([
      'is larger than 20 MB; split it',
    ]);
  });

  it('is refused when two payouts have one order id', async () => {
    expect(problemsOf(await read('a.json', JSON.stringify([order, order])))).toEqual([
      '[1].orderId: is the order of [0].orderId again; one order is one payout',
    ]);
  });

  it('may have one order id in two profiles', async () => {
    expect(inputsOf(await read('a.json', JSON.stringify([order, { ...order, profile: 'b' }])))).toHaveLength(
      2,
    );
  });

  it('is the same batch whatever it is called, and another one when a byte differs', async () => {
    const text = JSON.stringify(order);
    const [first] = inputsOf(await read('a.json', text));
    const [second] = inputsOf(await read('b.json', text));
    expect(first?.batchId).toMatch(/^file-[0-9a-f]{16}$/);
    expect(second?.batchId).toBe(first?.batchId);
    expect(batchIdOf(Buffer.from(`${text} `))).not.toBe(first?.batchId);
  });

  it('takes from the command line what it does not say itself', async () => {
    const given = { batchId: 'b1', requestedBy: 'li', approval: 'required', profile: 'p', send: 'never' };
    expect(inputsOf(await read('a.json', JSON.stringify(order), given))).toMatchObject([given]);
  });

  it('is refused when it contradicts the command line: approval must not be lost', async () => {
    const text = JSON.stringify({ ...order, approval: 'none' });
    expect(problemsOf(await read('a.json', text, { approval: 'required', requestedBy: 'li' }))).toEqual([
      'approval: says something else than the command line ("required"); say it in one place',
    ]);
  });
});

describe('a file of referral withdrawals', () => {
  it('has a row a payout, its bonus types joined by a plus', async () => {
    const text =
      'externalOrderId,referralAccountId,bonusTypes,credit\nR-1,694,point+cash,webhook\nR-2,695,point,\n';
    expect(inputsOf(await readReferrals('a.csv', text))).toMatchObject([
      { externalOrderId: 'R-1', referralAccountId: '694', bonusTypes: ['point', 'cash'], credit: 'webhook' },
      { externalOrderId: 'R-2', bonusTypes: ['point'], credit: 'none' },
    ]);
  });

  it('names problems by line and column', async () => {
    const text = 'externalOrderId,referralAccountId,bonusTypes\nR-1,694,points\n';
    expect(problemsOf(await readReferrals('a.csv', text))).toEqual([
      'line 2, bonusTypes: must be "point" or "cash", got "points"',
    ]);
  });
});

describe('a name that would be another one', () => {
  it('is refused with its line and its column, in a CSV', async () => {
    const text =
      'orderId, externalCode ,amount,requestedBy,summary\n' +
      'A-1,S-1, 100.00 ,ann, to pay \n' +
      'A-2,S-1\u200b,1,ann,\n' +
      'A-3,S-1 ,1,,\n' +
      'A-4,"S-1",1,\u3000bob,\n' +
      '  \n';
    expect(problemsOf(await read('a.csv', text))).toEqual([
      'line 3, externalCode: must not hold U+200B (zero width space), got "S-1\\u200b"',
      'line 4, externalCode: must not end with U+0020 (space), got "S-1 "',
      'line 5, requestedBy: must not begin with U+3000 (ideographic space), got "\u3000bob"',
    ]);
    const first = text.split('\n').slice(0, 2).join('\n');
    expect(inputsOf(await read('a.csv', first))).toMatchObject([
      { details: [{ externalCode: 'S-1', amount: '100.00' }], summary: 'to pay' },
    ]);
  });

  it('is refused with its path, in JSON, where half of a surrogate pair may stand too', async () => {
    const text =
      '[{"orderId": "A-1", "summary": "\\ud83d", "details": [{"externalCode": "\\u00a0S", "amount": "1"}]}]';
    expect(problemsOf(await read('a.json', text))).toEqual([
      '[0].summary: must not hold U+D83D (a lone surrogate)',
      '[0].details[0].externalCode: must not begin with U+00A0 (no-break space), got "\u00a0S"',
    ]);
  });
});
