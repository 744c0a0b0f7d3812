import { describe, expect, it } from '@jest/globals';
import { allinpayBalanceInput } from '../../contract/flows/allinpayBalance.ts';
import { allinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { referralWithdrawalInput } from '../../contract/flows/referralWithdrawal.ts';
import { describeProblems, parse, type Problem } from '../../contract/problems.ts';
import { updateArguments } from '../../contract/updates.ts';

const allinpay = { orderId: 'W-1', details: [{ externalCode: 'S1', amount: '1' }] };
const referral = { externalOrderId: 'R-1', referralAccountId: '6930815272790114324', bonusTypes: ['point'] };

function problemsOf(result: { ok: true } | { ok: false; problems: Problem[] }): string[] {
  return result.ok ? [] : result.problems.map(({ field = '', message }) => `${field}: ${message}`);
}
const wrongAllinpay = (more: object): string[] =>
  problemsOf(parse(allinpayWithdrawalInput, { ...allinpay, ...more }));
const wrongReferral = (more: object): string[] =>
  problemsOf(parse(referralWithdrawalInput, { ...referral, ...more }));

describe('the input of an Allinpay withdrawal', () => {
  it('has its defaults filled in and its amounts written with two decimals', () => {
    expect(parse(allinpayWithdrawalInput, allinpay)).toEqual({
      ok: true,
      value: {
        orderId: 'W-1',
        details: [{ externalCode: 'S1', amount: '1.00' }],
        profile: 'default',
        approval: 'none',
        checkBalance: false,
        send: 'once',
      },
    });
  });

  it.each([
    [{ orderId: '' }, 'orderId: must not be empty'],
    [{ orderId: 'W 1' }, 'orderId: may hold letters, digits and . _ : - only'],
    [{ orderId: '订单' }, 'orderId: may hold letters, digits and . _ : - only'],
    [{ orderId: 'x'.repeat(61) }, 'orderId: must be at most 60 characters; it is never cut'],
    [{ orderId: 17 }, 'orderId: must be string'],
    [{ details: [] }, 'details: must hold at least one detail'],
    [{ details: 'all' }, 'details: must be array'],
    [
      { details: [{ amount: '1' }] },
      'details[0]: must name exactly one of accountUserId, externalCode and isPlatform, names none',
    ],
    [
      { details: [{ amount: '1', accountUserId: 1, isPlatform: true }] },
      'details[0]: must name exactly one of accountUserId, externalCode and isPlatform, names accountUserId and isPlatform',
    ],
    [{ details: [{ amount: '1', accountUserId: 1.5 }] }, 'details[0].accountUserId: must be'],
    [{ details: [{ amount: '1', accountUserId: 0 }] }, 'details[0].accountUserId: must be more than zero'],
    [
      { details: [{ amount: '1', accountUserId: 100_000_000_000 }] },
      'details[0].accountUserId: must be at most 11 digits',
    ],
    [
      { details: [{ amount: '1', externalCode: 'x'.repeat(31) }] },
      'details[0].externalCode: must be at most 30 characters',
    ],
    [{ details: [{ amount: '1', isPlatform: false }] }, 'details[0].isPlatform: must be true or left out'],
    [
      {
        details: [
          { amount: '1', externalCode: 'S1' },
          { amount: '2', externalCode: 'S1' },
        ],
      },
      'details[1]: names the same account as [0] (externalCode:S1); put them together',
    ],
    [{ summary: 'x'.repeat(51) }, 'summary: must be at most 50 characters'],
    [{ settleBy: '2026-01-31' }, 'settleBy: must be an ISO 8601 instant with an offset'],
    [{ settleBy: '2026-01-31T09:00:00' }, 'settleBy: must be an ISO 8601 instant with an offset'],
    [{ checkBalance: 'yes' }, 'checkBalance: must be boolean'],
    [{ send: 'twice' }, 'send: must be "once" or "never"'],
    [{ approval: 'maybe' }, 'approval: must be "none" or "required"'],
    [{ approval: 'required' }, 'requestedBy: is required when approval is "required"'],
    [{ profile: 'a/b' }, 'profile: may hold letters, digits and . _ : - only'],
    [{ orderid: 'W-1' }, 'orderid: is not a member we know; take it out'],
  ])('%j is refused: %s', (more, problem) => {
    expect(wrongAllinpay(more)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    { orderId: 'A'.repeat(60) },
    { orderId: 'aZ09._:-' },
    { profile: 'p'.repeat(60), approval: 'none' },
    { batchId: 'b'.repeat(200) },
    { requestedBy: 'n'.repeat(200), approval: 'required' },
    { summary: 'x'.repeat(50), checkBalance: true, send: 'never' },
    { settleBy: '2026-01-31T09:00:00+08:00' },
    { details: [{ accountUserId: 99_999_999_999, amount: '999999999999.99' }] },
    { details: [{ accountUserId: 1, amount: '0.01' }] },
    { details: [{ externalCode: 'x'.repeat(30), amount: '1' }] },
    { details: [{ isPlatform: true, amount: '1' }] },
    { details: Array.from({ length: 1000 }, (_, at) => ({ externalCode: `S${at}`, amount: '1' })) },
    {
      details: [
        { externalCode: '7', amount: '1' },
        { accountUserId: 7, amount: '1' },
        { isPlatform: true, amount: '1' },
      ],
    },
  ])('goes up to its limits: %#', (more) => {
    expect(wrongAllinpay(more)).toEqual([]);
  });

  it.each([
    [{ profile: '' }, ['profile: must not be empty']],
    [{ profile: 'p'.repeat(61) }, ['profile: must be at most 60 characters, got']],
    [{ batchId: 'b'.repeat(201) }, ['batchId: must be at most 200 characters']],
    [{ requestedBy: ' ' }, ['requestedBy: must not begin with U+0020 (space)']],
    [{ requestedBy: 'n'.repeat(201) }, ['requestedBy: must be at most 200 characters']],
    [{ details: [{ amount: '1', externalCode: '' }] }, ['details[0].externalCode: must not be empty']],
    [
      { details: Array.from({ length: 1001 }, (_, at) => ({ externalCode: `S${at}`, amount: '1' })) },
      ['details: must hold at most 1000 details'],
    ],
    [
      { details: [{ amount: '1', accountUserId: 'x' }] },
      ['details[0].accountUserId: must be a whole number'],
    ],
    [{ details: [5, null, ['x']] }, ['details[0]: ', 'details[1]: ', 'details[2]: ']],
  ])('and no further: %#', (more, problems) => {
    expect(wrongAllinpay(more)).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });

  it('calls what is wrong by our own rules custom, as every reader of issues expects', () => {
    const wrong = { ...allinpay, details: [{ amount: '-1', externalCode: 'S1' }], approval: 'required' };
    const { error } = allinpayWithdrawalInput.safeParse(wrong);
    expect(error?.issues.map(({ code }) => code)).toEqual(['custom', 'custom']);
  });

  it('that is wrong in many places is told all of them at once', () => {
    const wrong = wrongAllinpay({
      orderId: 'x'.repeat(61),
      details: [
        { externalCode: 'S1', amount: 1.5 },
        { externalCode: 'S1', amount: '1.234' },
        { amount: '-1', extra: true },
      ],
      approval: 'required',
      note: 'x',
    });
    expect(wrong.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining([
        'orderId',
        'details[0].amount',
        'details[1].amount',
        'details[1]',
        'details[2].amount',
      ]),
    );
    expect(wrong.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['details[2]', 'details[2].extra', 'requestedBy', 'note']),
    );
  });

  it.each([undefined, null, 'W-1', 42, []])('is not %j', (raw) => {
    expect(parse(allinpayWithdrawalInput, raw).ok).toBe(false);
  });
});

describe('the input of a referral withdrawal', () => {
  it('has its defaults filled in', () => {
    const parsed = parse(referralWithdrawalInput, referral);
    expect(parsed).toMatchObject({ ok: true, value: { credit: 'none', reconcile: 'now', send: 'once' } });
  });

  it.each([
    [{ bonusTypes: [] }, 'bonusTypes: must name "point", "cash" or both'],
    [{ bonusTypes: ['gold'] }, 'bonusTypes[0]: must be "point" or "cash"'],
    [{ bonusTypes: ['point', 'point'] }, 'bonusTypes: must not name a type twice'],
    [{ credit: 'later' }, 'credit: must be "none", "webhook" or "confirm"'],
    [{ reconcile: 'never' }, 'reconcile: must be "now" or "later"'],
    [{ send: 'never' }, 'send: cannot be "never" here'],
    [{ referralAccountId: 6930815272790114 }, 'referralAccountId: must be string'],
    [{ externalOrderId: 'x'.repeat(129) }, 'externalOrderId: must be at most 128 characters'],
    [{ approval: 'required' }, 'requestedBy: is required'],
  ])('%j is refused: %s', (more, problem) => {
    expect(wrongReferral(more)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('the input of a referral withdrawal at its limits', () => {
  it.each([
    { externalOrderId: 'x'.repeat(128) },
    { referralAccountId: 'x'.repeat(64) },
    { bonusTypes: ['point', 'cash'] },
    { credit: 'webhook', reconcile: 'later', send: 'once' },
    { credit: 'confirm', requestedBy: 'Ann', approval: 'required' },
  ])('%j is taken', (more) => {
    expect(wrongReferral(more)).toEqual([]);
  });

  it.each([null, 'R-1', []])('is not %j, and nothing else is said of it', (raw) => {
    expect(problemsOf(parse(referralWithdrawalInput, raw))).toHaveLength(1);
  });

  it('names an account of 64 characters at most', () => {
    expect(wrongReferral({ referralAccountId: 'x'.repeat(65) })).toEqual([
      expect.stringContaining('referralAccountId: must be at most 64 characters'),
    ]);
  });
});

describe('the input of a balance query', () => {
  it('needs at least one account, each once and named in one way', () => {
    expect(problemsOf(parse(allinpayBalanceInput, { accounts: [] }))).toEqual([
      'accounts: must name at least one account',
    ]);
    expect(problemsOf(parse(allinpayBalanceInput, { accounts: [{}] }))).toHaveLength(1);
    expect(
      problemsOf(parse(allinpayBalanceInput, { accounts: [{ isPlatform: true }, { isPlatform: true }] })),
    ).toHaveLength(1);
    expect(parse(allinpayBalanceInput, { accounts: [{ isPlatform: true }, { accountUserId: 7 }] }).ok).toBe(
      true,
    );
  });

  it('takes no approval: nothing is moved', () => {
    const accounts = [{ isPlatform: true }];
    expect(problemsOf(parse(allinpayBalanceInput, { accounts, approval: 'required' }))).toEqual([
      expect.stringContaining('approval: must be "none" or left out'),
    ]);
  });
});

describe('the argument of an update', () => {
  const { approve, confirmCredit, resolve } = updateArguments;

  it('always says by whom', () => {
    expect(problemsOf(parse(approve, {}))).toEqual(['by: is required']);
    expect(problemsOf(parse(approve, { by: '' }))).toEqual([
      expect.stringContaining('by: must not be empty'),
    ]);
  });

  it('refuses members that nobody would read', () => {
    expect(problemsOf(parse(approve, { by: 'ann', amount: '1' }))).toEqual([
      expect.stringContaining('amount: is not a member'),
    ]);
    expect(problemsOf(parse(resolve, { by: 'ann', decision: 'retry', points: 1 }))).toHaveLength(1);
  });

  it('of confirmCredit holds whole points and exact cash', () => {
    const good = { by: 'ann', points: 10, cash: [{ currency: 'CNY', amount: '1.5' }] };
    expect(parse(confirmCredit, good)).toMatchObject({ ok: true, value: { cash: [{ amount: '1.50' }] } });
    expect(problemsOf(parse(confirmCredit, { ...good, points: 1.5 }))).toEqual([
      expect.stringContaining('points: must be a whole number of points'),
    ]);
    expect(problemsOf(parse(confirmCredit, { ...good, points: -1 }))).toHaveLength(1);
    expect(problemsOf(parse(confirmCredit, { ...good, cash: [{ currency: '元', amount: 1 }] }))).toHaveLength(
      2,
    );
  });

  it('of resolve is one decision with what belongs to it', () => {
    expect(problemsOf(parse(resolve, { by: 'ann', decision: 'pay' }))).toEqual([
      expect.stringContaining('must be one of'),
    ]);
    expect(problemsOf(parse(resolve, { by: 'ann', decision: 'extend' }))).toEqual(['settleBy: is required']);
    expect(
      parse(resolve, { by: 'ann', decision: 'accept', note: 'looked into it', points: 1, cash: [] }).ok,
    ).toBe(true);
    expect(parse(resolve, { by: 'ann', decision: 'resubmit', note: 'they lost it' }).ok).toBe(true);
  });

  it('of a decision that moves money says why, in words', () => {
    for (const note of ['', ' ', '\n\t']) {
      expect(problemsOf(parse(resolve, { by: 'ann', decision: 'resubmit', note }))).toEqual([
        expect.stringContaining('note: must say why'),
      ]);
    }
  });

  it('of recordOutcome says of each detail which of two ends it came to', () => {
    const details = [{ externalCode: 'S1', status: 'pending' }];
    const stated = { by: 'ann', decision: 'recordOutcome', note: 'by the bank', details };
    expect(problemsOf(parse(resolve, stated))).toEqual([
      'details[0].status: must be "settled" or "failed", got "pending"',
    ]);
  });
});

describe('problems in one sentence', () => {
  it('name the field where there is one', () => {
    expect(describeProblems([{ field: 'a', message: 'is required' }, { message: 'too late' }])).toBe(
      'a: is required; too late',
    );
  });

  it('show a long value cut, and no value that is an object', () => {
    const [long] = wrongAllinpay({ summary: 'y'.repeat(500) });
    expect(long?.length).toBeLessThan(150);
    expect(wrongAllinpay({ details: { secret: 'x' } })).toEqual(['details: must be array']);
  });
});
