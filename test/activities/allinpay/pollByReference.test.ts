import { describe, expect, it } from '@jest/globals';
import { askedDetails } from '../../../rules/allinpay/askedDetails.ts';
import { adoptedText } from '../../../rules/allinpay/adoptedDetails.ts';
import { learntText } from '../../../rules/allinpay/learntDetails.ts';
import { digestOfPart } from '../../../rules/largeParts.ts';
import type { PollRequest } from '../../../activities/allinpay/pollAnswer.ts';
import { known, line, Polling, SENT_AT } from './polling.fixture.ts';

const input = {
  orderId: 'o-1',
  details: [
    { accountUserId: 1, amount: '98.0' },
    { accountUserId: 2, amount: '100' },
  ],
};
const details = askedDetails([
  { accountUserId: 1, amount: '98.00' },
  { accountUserId: 2, amount: '100.00' },
] as Parameters<typeof askedDetails>[0]);
const nothingLearnt = learntText(details, []);
const ofInput = digestOfPart(details);

function polling(request: Partial<PollRequest> = {}): Polling {
  const polls = new Polling({ details: { ofInput, learnt: nothingLearnt }, ...request });
  polls.provider.runInput = input;
  polls.provider.lookUp = known([line('1'), line('2', { arrived: '99.50', fee: '0.50', status: 'settled' })]);
  return polls;
}

describe('a poll whose details stand in the input of its run', () => {
  it('tells what changed and nothing else', async () => {
    expect(await polling().next()).toEqual({
      outcome: 'answered',
      changes: [{ at: [1], status: 'settled', arrived: '99.50', fee: '0.50' }],
      at: expect.any(String),
      nextPollAt: expect.any(String),
    });
  });

  it('holds the answer against what was learnt before', async () => {
    expect(await polling({ details: { ofInput, learnt: 'p,s' } }).next()).toContain('NotSettledYet');
  });

  it('asks nothing where the input cannot be read, reads otherwise, or is not what was learnt of', async () => {
    const [away, other, short] = [polling(), polling(), polling({ details: { ofInput, learnt: 'p' } })];
    away.provider.runInput = undefined;
    other.provider.runInput = { ...input, details: input.details.slice(1) };
    for (const polls of [away, other, short]) {
      expect(await polls.next()).toMatch(/^NotSent: /);
      expect(polls.provider.calls).toEqual([]);
    }
  });

  it('reads an order that a person took over from the request', async () => {
    const adopted = adoptedText(details.map((detail) => ({ ...detail, amount: '99.50' })));
    const polls = polling({ details: { adopted, learnt: nothingLearnt } });
    polls.provider.runInput = undefined;
    polls.provider.lookUp = known([line('1', { arrived: '99.50', status: 'failed', statusText: '退票' })]);
    expect(await polls.next()).toMatchObject({ changes: [{ at: [0], status: 'failed', reason: '退票' }] });
  });
});

describe('a conflict that a person was shown', () => {
  it('is told in full once, and again when it is another one', async () => {
    const polls = polling();
    polls.provider.lookUp = known([line('3', { arrived: '1.00' })]);
    const first = await polls.next();
    if (typeof first === 'string' || !('theirs' in first)) throw new Error('no conflict');
    const { differences, theirs } = first;
    expect(differences).toEqual(['3: 1.00']);
    const shownConflict = digestOfPart({ differences, theirs });
    expect(await polls.next({ shownConflict })).toEqual({
      outcome: 'conflict',
      sameConflict: true,
      at: expect.any(String),
    });
    polls.provider.lookUp = known([line('4', { arrived: '1.00' })]);
    expect(await polls.next({ shownConflict })).toMatchObject({ differences: ['4: 1.00'] });
  });
});

describe('what can wait, in a long history', () => {
  const HOUR = 3600_000;
  const tellFrom = new Date(SENT_AT + 3 * HOUR).toISOString();

  it('is told by the first poll from then on, all of it together', async () => {
    const polls = polling({ tellFrom });
    expect(await polls.next()).toContain('NotSettledYet');
    polls.provider.lookUp = known([line('1', { status: 'failed' }), line('2')]);
    expect(await polls.next()).toContain('NotSettledYet');
    polls.provider.lookUp = known([line('1'), line('2', { status: 'settled' })]);
    expect(await polls.next()).toMatchObject({ changes: [{ at: [1], status: 'settled' }] });
  });

  it('is told at once to a person who asks', async () => {
    expect(await polling({ tellFrom }).now()).toMatchObject({ changes: [{ at: [1] }] });
  });

  it('is not the end of the order', async () => {
    const polls = polling({ tellFrom });
    polls.provider.lookUp = known([line('1', { status: 'failed' }), line('2', { status: 'settled' })]);
    expect(await polls.next()).toMatchObject({ changes: [{ at: [0] }, { at: [1] }] });
  });

  it('is trouble, and not the word that it is over', async () => {
    const polls = polling({ tellFrom });
    const refused = {
      type: 'PermissionDenied',
      retryable: false,
      outcome: 'none',
      provider: 'allinpay',
      api: 'x',
      message: 'm',
    } as const;
    polls.provider.lookUp = { ok: false, failure: refused };
    expect(await polls.next()).toBe('PermissionDenied: m');
    expect(polls.isTriedAgain).toBe(true);
    await polls.next();
    await polls.next();
    expect(polls.isTriedAgain).toBe(false);
    polls.provider.lookUp = known([line('1'), line('2')]);
    expect(await polls.next({ known: ['settings'] })).toMatchObject({ outcome: 'answered', changes: [] });
  });
});
