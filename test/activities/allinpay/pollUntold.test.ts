import { describe, expect, it } from '@jest/globals';
import type { OrderLine } from '../../../providers/allinpay/wire.ts';
import { asked, known, line, Polling } from './polling.fixture.ts';

// The bank refused A. B was paid 98.00 and a fee of 2.00, which A's amount would fit as well.
const details = [asked('A', '98.00'), asked('B', '100.00')];
const paid = line('2', { withdrawTId: 'T2', arrived: '98.00', fee: '2.00', status: 'settled' });
const refused = line('1', { withdrawTId: 'T1', arrived: '0.00', fee: '0.00', status: 'failed' });
const pending = line('1', { withdrawTId: 'T1' });
const doubt = expect.stringContaining('does not tell this detail from others');

const doubtful = details.map((detail) => ({ ...detail, status: 'pending', reason: doubt }));
const shownDoubtful = doubtful.map((detail) => ({ ...detail, status: 'pending' as const, reason: '' }));

function polling(lines: readonly OrderLine[], more: object = {}): Polling {
  // The provider was asked for the names of our accounts, in vain.
  const names = { accounts: [], done: true, failures: 0 };
  const polls = new Polling({ details, names, ...more });
  polls.provider.lookUp = known(lines);
  return polls;
}

describe('details that an answer does not tell from each other', () => {
  it('stay pending, with the reason shown as soon as they are in doubt', async () => {
    for (const lines of [
      [paid, refused],
      [refused, paid],
    ]) {
      const answer = await polling(lines).next();
      expect(answer).toMatchObject({ outcome: 'answered', details: doubtful, untoldPolls: 1 });
      expect(answer).not.toHaveProperty('untold');
    }
  });

  it('call for a person at the second planned poll in a row that leaves them so, once', async () => {
    const polls = polling([paid, refused]);
    const first = await polls.next();
    if (typeof first === 'string' || !('details' in first)) throw new Error('no answer');
    const learnt = { details: first.details, untoldPolls: 1 };
    expect(await polls.next(learnt)).toMatchObject({
      outcome: 'answered',
      details: doubtful,
      untoldPolls: 2,
      untold: { details: 2, message: expect.stringContaining('what became of 2 details, but not of which') },
    });
    const told = { ...learnt, untoldPolls: 2, untoldTold: true };
    expect(await polls.next(told)).toContain('NotSettledYet');
    expect(await polls.next(told)).toContain('NotSettledYet');
  });

  it('are counted in the trace of a poll without news', async () => {
    const polls = polling([paid, refused]);
    const { details: seen } = await answered(polls);
    const request = { details: seen, untoldPolls: 0 };
    expect(await polls.next(request)).toContain('NotSettledYet');
    expect(await polls.next(request)).toMatchObject({ untoldPolls: 2, untold: { details: 2 } });
  });

  it('are not counted where a person asked between two planned polls', async () => {
    const polls = polling([paid, refused]);
    const { details: seen } = await answered(polls);
    const request = { details: seen, untoldPolls: 1 };
    expect(await polls.now(request)).toContain('NotSettledYet');
    expect(await polls.now(request)).toContain('NotSettledYet');
    expect(await polls.next(request)).toMatchObject({ untoldPolls: 2 });
  });

  it('are counted anew after an answer that told them', async () => {
    const polls = polling([paid, refused]);
    const { details: seen } = await answered(polls);
    polls.provider.lookUp = known([paid]);
    await polls.next({ details: seen, untoldPolls: 1 });
    polls.provider.lookUp = known([line('2'), line('1')]);
    const told = await polls.next({ details: seen, untoldPolls: 1 });
    expect(told).toMatchObject({ outcome: 'answered', details });
    expect(told).not.toHaveProperty('untoldPolls');
    polls.provider.lookUp = known([paid, refused]);
    const again = await polls.next({ details });
    expect(again).toMatchObject({ untoldPolls: 1 });
    expect(again).not.toHaveProperty('untold');
  });

  it('are no news while a line of theirs may still come out either way, and settle where all lines agree', async () => {
    const polls = polling([paid, pending]);
    expect(await polls.next()).toMatchObject({ details: doubtful });
    polls.provider.lookUp = known([paid, { ...pending, arrived: '96.00', fee: '2.00', status: 'settled' }]);
    expect(await polls.next({ details: shownDoubtful })).toMatchObject({
      outcome: 'answered',
      details: [
        { externalCode: 'A', status: 'settled', arrived: '96.00', withdrawTId: 'T1' },
        { externalCode: 'B', status: 'settled', arrived: '98.00', withdrawTId: 'T2' },
      ],
    });
  });
});

async function answered(polls: Polling) {
  const answer = await polls.next();
  if (typeof answer === 'string' || !('details' in answer)) throw new Error('no answer');
  return answer;
}
