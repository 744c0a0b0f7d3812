import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  world = await startTimeSkippingWorld({
    environment: {
      ALLINPAY_POLL_PLAN: JSON.stringify({ first: { after: '30m' }, every: '1h', quiet: null, jitter: '0s' }),
    },
  });
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await world.stop();
});

const detail = { externalCode: 'S17', amount: '100.10' };

describe('an input with a mistake', () => {
  const mistakes: [string, object, string[]][] = [
    [
      'an amount that is a number',
      { details: [{ ...detail, amount: 100 }] },
      ['details[0].amount: must be a decimal string'],
    ],
    [
      'an amount that is a float',
      { details: [{ ...detail, amount: 0.1 }] },
      ['details[0].amount: must be a decimal string'],
    ],
    [
      'a negative amount',
      { details: [{ ...detail, amount: '-1' }] },
      ['details[0].amount: must be a plain decimal'],
    ],
    [
      'an amount of zero',
      { details: [{ ...detail, amount: '0.00' }] },
      ['details[0].amount: must be more than zero'],
    ],
    [
      'too many decimals',
      { details: [{ ...detail, amount: '1.005' }] },
      ['details[0].amount: must have at most two decimals'],
    ],
    [
      'too many digits',
      { details: [{ ...detail, amount: '1234567890123' }] },
      ['details[0].amount: must have at most 14 digits'],
    ],
    [
      'an exponent',
      { details: [{ ...detail, amount: '1e3' }] },
      ['details[0].amount: must be a plain decimal'],
    ],
    [
      'two selectors',
      { details: [{ ...detail, accountUserId: 4 }] },
      ['details[0]: must name exactly one of'],
    ],
    ['no selector', { details: [{ amount: '1' }] }, ['details[0]: must name exactly one of']],
    [
      'isPlatform: false',
      { details: [{ isPlatform: false, amount: '1' }] },
      ['details[0].isPlatform: must be true or left out'],
    ],
    [
      'an account id as text',
      { details: [{ accountUserId: '4', amount: '1' }] },
      ['details[0].accountUserId: must be a whole number'],
    ],
    [
      'an account id of twelve digits',
      { details: [{ accountUserId: 123456789012, amount: '1' }] },
      ['details[0].accountUserId: must be at most 11 digits'],
    ],
    [
      'a long external code',
      { details: [{ externalCode: 'x'.repeat(31), amount: '1' }] },
      ['details[0].externalCode: must be at most 30'],
    ],
    ['an account twice', { details: [detail, detail] }, ['details[1]: names the same account as [0]']],
    ['no details', { details: [] }, ['details: must hold at least one detail']],
    ['details left out', { details: undefined }, ['details: is required']],
    ['an order id of 61 characters', { orderId: 'x'.repeat(61) }, ['orderId: must be at most 60 characters']],
    ['an order id with odd characters', { orderId: 'W 1/\u00e9' }, ['orderId: may hold letters, digits and']],
    ['no order id', { orderId: undefined }, ['orderId: is required']],
    ['an unknown member', { memo: 'x' }, ['memo: is not a member we know']],
    [
      'an unknown member of a detail',
      { details: [{ ...detail, currency: 'CNY' }] },
      ['details[0].currency: is not a member we know'],
    ],
    ['a long summary', { summary: 'x'.repeat(51) }, ['summary: must be at most 50']],
    [
      'a settleBy without an offset',
      { settleBy: '2027-01-01T00:00:00' },
      ['settleBy: must be an ISO 8601 instant'],
    ],
    ['approval without a maker', { approval: 'required' }, ['requestedBy: is required']],
    ['another word for approval', { approval: 'maybe' }, ['approval: must be "none" or "required"']],
    ['another word for send', { send: 'twice' }, ['send: must be "once" or "never"']],
  ];

  it.each(mistakes)('%s is refused by field, and no provider is called', async (_, mistake, words) => {
    const order = await orders.startRaw({ orderId: 'I-1', details: [detail], ...mistake });
    const { type, message, known } = await order.failure();
    expect(type).toBe('InvalidInput');
    for (const word of words) expect(message).toContain(word);
    expect(known).toMatchObject({ flow: 'allinpayWithdrawal', status: 'failed', attention: null });
    expect(known.problems?.filter(({ field }) => field !== 'workflow id')).toHaveLength(words.length);
    expect(world.sandbox.ledger().calls).toEqual([]);
  });

  it('is refused once, naming everything wrong with it and with its start', async () => {
    const order = await orders.startRaw(
      {
        orderId: 'I-1',
        details: [
          { externalCode: 'S1', accountUserId: 2, amount: 1.5 },
          { amount: '-3' },
          { isPlatform: true, amount: '1.001' },
          { isPlatform: true, amount: '0' },
        ],
        tip: true,
        approval: 'required',
        send: 'maybe',
      },
      { workflowId: 'my-own-id', workflowExecutionTimeout: '1 day', retry: { maximumAttempts: 3 } },
    );
    const { type, message } = await order.failure();
    expect(type).toBe('InvalidInput');
    for (const word of [
      'details[0]: must name exactly one',
      'details[0].amount: must be a decimal string',
      'details[1]: must name exactly one',
      'details[1].amount: must be a plain decimal',
      'details[2].amount: must have at most two decimals',
      'details[3].amount: must be more than zero',
      'details[3]: names the same account as [2]',
      'tip: is not a member we know',
      'requestedBy: is required',
      'send: must be "once" or "never"',
      'workflow id: must be allinpay-withdrawal/default/I-1, is my-own-id',
      'retry policy: must not be set',
      'execution timeout: must be left out',
    ]) {
      expect(message).toContain(word);
    }
    expect(world.sandbox.ledger().calls).toEqual([]);
  });

  it.each([
    ['none at all', undefined],
    ['null', null],
    ['a text', 'W-1'],
    ['a list', [{ orderId: 'I-1' }]],
    ['a number', 7],
  ])('that is %s is refused', async (_, raw) => {
    const order = await orders.startRaw(raw, { workflowId: 'allinpay-withdrawal/default/I-1' });
    const { type, known } = await order.failure();
    expect(type).toBe('InvalidInput');
    expect(known.problems?.length).toBeGreaterThan(0);
    expect(world.sandbox.ledger().calls).toEqual([]);
  });
});

describe('a start that could lose or repeat a payout', () => {
  const starts: [string, object, string][] = [
    ['another workflow id', { workflowId: 'allinpay-withdrawal/default/I-2' }, 'workflow id: must be'],
    ['the id of another profile', { workflowId: 'allinpay-withdrawal/other/I-1' }, 'workflow id: must be'],
    ['a retry policy', { retry: { maximumAttempts: 5 } }, 'retry policy: must not be set'],
    [
      'a short execution timeout',
      { workflowExecutionTimeout: '364 days' },
      'execution timeout: must be left out',
    ],
    ['a short run timeout', { workflowRunTimeout: '1 hour' }, 'run timeout: must be left out'],
  ];

  it.each(starts)('by %s is refused before any call', async (_, options, words) => {
    const order = await orders.startRaw({ orderId: 'I-1', details: [detail] }, options);
    const { type, message, known } = await order.failure();
    expect(type).toBe('InvalidInput');
    expect(message).toContain(words);
    expect(known).toMatchObject({ orderId: 'I-1', status: 'failed' });
    expect(world.sandbox.ledger().calls).toEqual([]);
  });

  it('by an execution timeout of a year is none of these', async () => {
    const order = await orders.start({}, { options: { workflowExecutionTimeout: '366 days' } });
    expect((await order.result()).status).toBe('settled');
  });
});
