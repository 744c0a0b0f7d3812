import { describe, expect, it } from '@jest/globals';
import type { BalanceLine, OrderLine } from '../../../providers/allinpay/wire.ts';
import type { CallFailure } from '../../../providers/http/outcome.ts';
import { asked, known, line, Polling } from './polling.fixture.ts';

// The bank refused A. B was paid 98.00 and a fee of 2.00, which A's amount would fit as well.
const details = [asked('A', '98.00'), asked('B', '100.00')];
const paid = line('2', { arrived: '98.00', fee: '2.00', status: 'settled' });
const refused = line('1', { arrived: '0.00', fee: '0.00', status: 'failed' });
const LOOK_UP = 'withdrawResultQuery';
const NAMES = 'balanceQuery [{"externalCode":"A"},{"externalCode":"B"}]';

const balance = (accountUserId: string, externalCode: string, accountSetNo = '100001'): BalanceLine => ({
  accountUserId,
  externalCode,
  accountSetNo,
  referenceType: '13',
  balance: '1.00',
  frozenBalance: '0.00',
  availableBalance: '1.00',
  withdrawBalance: '1.00',
});
const pairs = {
  ok: true,
  value: [balance('1', 'A'), balance('1', 'A', '2000000'), balance('2', 'B')],
} as const;

const failure = (type: CallFailure['type']) =>
  ({
    ok: false,
    failure: {
      type,
      retryable: true,
      outcome: 'none',
      provider: 'allinpay',
      api: 'balanceQuery',
      message: 'no',
    },
  }) as const;

function polling(lines: readonly OrderLine[], more: object = {}): Polling {
  const polls = new Polling({ details, ...more });
  polls.provider.lookUp = known(lines);
  polls.provider.balance = pairs;
  return polls;
}

async function answered(polls: Polling, more: object = {}) {
  const answer = await polls.next(more);
  if (typeof answer === 'string' || answer.outcome !== 'answered') throw new Error('no answer');
  const { names } = answer;
  if (names === undefined) throw new Error('no names');
  return { ...answer, names };
}

describe('an order whose answer calls the accounts otherwise than we do', () => {
  it('is told by the pairs of names, before anything is made of the amounts', async () => {
    for (const lines of [
      [paid, refused],
      [refused, paid],
    ]) {
      const polls = polling(lines);
      expect(await polls.next()).toMatchObject({
        outcome: 'answered',
        details: [
          { externalCode: 'A', status: 'failed' },
          { externalCode: 'B', status: 'settled', arrived: '98.00', fee: '2.00' },
        ],
        names: {
          done: true,
          accounts: [
            { accountUserId: '1', externalCode: 'A', referenceType: '13' },
            { accountUserId: '2', externalCode: 'B', referenceType: '13' },
          ],
        },
      });
      expect(polls.provider.calls).toEqual([LOOK_UP, NAMES]);
    }
  });

  it('is asked for them once: what was learnt comes back even where nothing else is news', async () => {
    const polls = polling([line('1'), line('2')]);
    const { names } = await answered(polls);
    expect(names).toMatchObject({ done: true });
    expect(await polls.next({ names })).toContain('NotSettledYet');
    expect(await polls.next({ names })).toContain('NotSettledYet');
    expect(polls.provider.calls).toEqual([LOOK_UP, NAMES, LOOK_UP, LOOK_UP]);
  });

  it('is not ours where a name shows that a line of our amount is of another account', async () => {
    const polls = polling([line('1', { arrived: '98.00' }), line('9', { arrived: '100.00' })]);
    expect(await polls.next()).toMatchObject({
      outcome: 'conflict',
      differences: ['9: 100.00'],
      names: { done: true },
    });
  });

  it('is asked for by the accounts alone that are in doubt', async () => {
    const polls = new Polling({
      details: [asked('A', '1.00'), { isPlatform: true, amount: '1.00', status: 'pending' }],
    });
    polls.provider.lookUp = known([line('1', { referenceType: '13' }), line('9', { referenceType: '11' })]);
    await polls.next();
    expect(polls.provider.calls).toEqual([LOOK_UP, 'balanceQuery [{"externalCode":"A"}]']);
  });

  it('is asked by ids where it was answered by codes, and by the platform where by neither', async () => {
    const polls = new Polling({
      details: [
        { accountUserId: 1, amount: '1.00', status: 'pending' },
        { isPlatform: true, amount: '1.00', status: 'pending' },
      ],
    });
    polls.provider.lookUp = known([{ externalCode: 'A', status: 'pending' }]);
    await polls.next();
    expect(polls.provider.calls).toEqual([
      LOOK_UP,
      'balanceQuery [{"accountUserId":"1"},{"isPlatform":true}]',
    ]);
  });

  it('is asked for names where lines name one account of ours too often', async () => {
    const polls = new Polling({
      details: [asked('A', '1.00'), { accountUserId: 2, amount: '1.00', status: 'pending' }],
    });
    polls.provider.lookUp = known([
      { externalCode: 'A', status: 'pending' },
      { externalCode: 'A', status: 'pending' },
    ]);
    polls.provider.balance = pairs;
    expect(await polls.next()).toMatchObject({ outcome: 'conflict' });
    expect(polls.provider.calls).toEqual([LOOK_UP, 'balanceQuery [{"accountUserId":"2"}]']);
  });
});

describe('names that are not answered', () => {
  it('are asked for at three polls and no more; what all assignments say is believed without them', async () => {
    const polls = polling([line('1'), line('2')]);
    polls.provider.balance = failure('ProviderUnavailable');
    for (let poll = 0; poll < 5; poll += 1) expect(await polls.next()).toContain('NotSettledYet');
    expect(polls.provider.calls.filter((call) => call === NAMES)).toHaveLength(3);
    polls.provider.lookUp = known([paid, refused]);
    expect(await polls.next()).toMatchObject({ outcome: 'answered', details: [{ status: 'pending' }, {}] });
    expect(polls.provider.calls.filter((call) => call === NAMES)).toHaveLength(3);
  });

  it('are counted in an answer, for the next activity to go on from', async () => {
    const polls = polling([paid, line('1', { arrived: '96.00', fee: '2.00' })]);
    polls.provider.balance = failure('ProviderUnavailable');
    expect(await polls.next()).toMatchObject({ outcome: 'answered', names: { failures: 1, done: false } });
  });

  it('are learnt when a later poll is answered', async () => {
    const polls = polling([line('1'), line('2')]);
    polls.provider.balance = failure('RateLimited');
    expect(await polls.next()).toContain('NotSettledYet');
    polls.provider.balance = pairs;
    expect(await polls.next()).toMatchObject({ outcome: 'answered', names: { done: true, failures: 1 } });
  });

  it('are not asked for again after a refusal, or an answer without them', async () => {
    for (const none of [failure('PayoutRejected'), { ok: true, value: [] } as const]) {
      const polls = polling([line('1'), line('2')]);
      polls.provider.balance = none;
      const { names } = await answered(polls);
      expect(names).toMatchObject({ accounts: [], done: true });
      expect(await polls.next({ names })).toContain('NotSettledYet');
      expect(polls.provider.calls).toEqual([LOOK_UP, NAMES, LOOK_UP]);
    }
  });
});

it.each([
  ['names our accounts', [line('1', { externalCode: 'A' }), line('2', { externalCode: 'B' })]],
  ['names nobody', [{ status: 'pending' }, { status: 'pending' }]],
  ['names one of ours and lacks the other', [line('1', { externalCode: 'A' })]],
  ['holds no line', []],
] as [string, OrderLine[]][])('an answer that %s asks for no names', async (_, lines) => {
  const polls = polling(lines);
  expect(await polls.next()).toContain('NotSettledYet');
  expect(polls.provider.calls).toEqual([LOOK_UP]);
});

it('lines that are told by serial numbers learnt earlier ask for no names', async () => {
  const polls = new Polling({ details: [asked('A', '1.00', { withdrawTId: 'T1' })] });
  polls.provider.lookUp = known([line('1', { withdrawTId: 'T1' })]);
  expect(await polls.next()).toContain('NotSettledYet');
  expect(polls.provider.calls).toEqual([LOOK_UP]);
});
