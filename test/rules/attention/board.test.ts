import { describe, expect, it } from '@jest/globals';
import { AttentionBoard } from '../../../rules/attention/board.ts';

const resubmit = { by: 'Ann', decision: 'resubmit', note: 'asked Allinpay' } as const;
const unknown = { decisions: ['notSubmitted', 'resubmit'], message: 'sent, answer lost' } as const;
const late = { decisions: ['extend'], message: 'not settled in time' } as const;

function board(): AttentionBoard {
  let seconds = 0;
  return new AttentionBoard(() => {
    seconds += 1;
    return `2026-01-31T09:00:0${seconds}Z`;
  });
}

describe('what needs a person', () => {
  it('is nothing until something is raised', () => {
    expect(board().shown).toBeNull();
  });

  it('is the gravest reason, with every other beside it, gravest first', () => {
    const it = board();
    it.raise('settings', { decisions: ['retry'], message: 'password wrong' });
    it.raise('overdue', late);
    it.raise('outcomeUnknown', unknown);
    expect(it.shown).toMatchObject({
      reason: 'outcomeUnknown',
      also: [{ reason: 'overdue' }, { reason: 'settings', decisions: ['retry'] }],
    });
    expect(it.reasons).toEqual(['outcomeUnknown', 'overdue', 'settings']);
  });

  it('keeps the age of a reason that is raised again, and makes a new offer of it', () => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.raise('overdue', late);
    it.raise('outcomeUnknown', unknown);
    expect(it.shown).toMatchObject({ since: '2026-01-31T09:00:01Z', offer: 3, also: [{ offer: 2 }] });
    expect(it.oldest).toBe('2026-01-31T09:00:01Z');
  });

  it('has a new age where the reason was over in between', () => {
    const it = board();
    it.raise('overdue', late);
    expect(it.isRaised('overdue')).toBe(true);
    expect(it.clear(['settings', 'overdue'])).toBe(true);
    expect(it.isRaised('overdue')).toBe(false);
    expect(it.clear(['settings', 'overdue'])).toBe(false);
    it.raise('overdue', late);
    expect(it.shown).toMatchObject({ since: '2026-01-31T09:00:02Z', offer: 2 });
  });
});

it('the oldest reason is the one that was raised first and still stands, however grave', () => {
  const it = board();
  expect(it.oldest).toBeUndefined();
  it.raise('overdue', late);
  it.raise('outcomeUnknown', unknown);
  it.clear(['overdue']);
  it.raise('overdue', late);
  expect(it.oldest).toBe('2026-01-31T09:00:02Z');
});

describe('a decision', () => {
  it('is over as soon as it was carried out, also where its reason is raised no more', () => {
    const it = board();
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    it.consume();
    expect(it.offerAnew()).toBe(true);
    expect(it.carriedOut).toBeUndefined();
    expect(it.shown).toBeNull();
  });

  it('is taken once', () => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    expect(it.hasDecision).toBe(true);
    expect(it.consume(['overdue'])).toBeUndefined();
    expect(it.consume()?.resolution).toBe(resubmit);
    expect(it.consume()).toBeUndefined();
    expect(it.hasDecision).toBe(false);
  });

  it.each(['accepted', 'taken'])('leaves nothing to decide on any reason once it is %s', (state) => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.raise('overdue', late);
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    if (state === 'taken') it.consume();
    const shown = it.shown!;
    for (const { decisions, message } of [shown, ...shown.also]) {
      expect(decisions).toEqual([]);
      expect(message).toContain('resubmit by Ann is being carried out');
    }
    expect(it.carriedOut).toEqual({ by: 'Ann', decision: 'resubmit' });
  });

  it('is carried out when its reason is raised anew: that is another offer', () => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    it.consume();
    it.raise('overdue', late);
    expect(it.carriedOut).toBeDefined();
    it.raise('outcomeUnknown', unknown);
    expect(it.carriedOut).toBeUndefined();
    expect(it.shown).toMatchObject({ decisions: unknown.decisions, offer: 3 });
  });

  it('dies with its offer where nobody has taken it', () => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    it.clear(['outcomeUnknown']);
    expect(it.hasDecision).toBe(false);
    expect(it.consume()).toBeUndefined();
    expect(it.shown).toBeNull();
  });

  it('that was taken without a word on its reason is offered anew before anything waits again', () => {
    const it = board();
    it.raise('outcomeUnknown', unknown);
    it.accept({ reason: 'outcomeUnknown', resolution: resubmit });
    expect(it.offerAnew()).toBe(false);
    it.consume();
    expect(it.offerAnew()).toBe(true);
    expect(it.shown).toMatchObject({ decisions: unknown.decisions, offer: 2 });
    expect(it.offerAnew()).toBe(false);
  });
});
