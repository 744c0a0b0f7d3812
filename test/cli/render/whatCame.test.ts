import { describe, expect, it } from '@jest/globals';
import { decidedText } from '../../../cli/render/decidedText.ts';
import { whatCame, type WhatCame } from '../../../cli/render/whatCame.ts';
import type { PayoutOverview } from '../../../clients/index.ts';
import type { Attention, Status } from '../../../contract/index.ts';
import { allinpayResult, described } from '../../clients/fixtures.ts';

const attention: Attention = {
  reason: 'outcomeUnknown',
  since: '2026-01-31T01:00:00Z',
  offer: 3,
  decisions: ['notSubmitted', 'resubmit'],
  message: 'notSubmitted by li was not carried out: HTTP 502',
  also: [],
};
const underWay = { ...attention, offer: 2, decisions: [] };

function seen(status: Status, raised: Attention | null): PayoutOverview {
  return { description: described(), result: allinpayResult({ status, attention: raised }) };
}

/** Looks at what is seen one after the other; the time is over after the last. */
function watching(...looks: readonly (PayoutOverview | Error)[]): Promise<WhatCame> {
  let look = 0;
  return whatCame({
    look: () => {
      const now = looks[look] ?? new Error('looked too often');
      look += 1;
      return now instanceof Error ? Promise.reject(now) : Promise.resolve(now);
    },
    isUnderWay: ({ result }) => result?.attention?.offer === 2,
    pause: () => Promise.resolve(),
    isOver: () => look >= looks.length,
  });
}

describe('what came of a decision', () => {
  it('is seen once its offer is gone', async () => {
    expect(await watching(seen('outcomeUnknown', underWay), seen('processing', null))).toEqual({
      state: 'carriedOut',
      status: 'processing',
    });
  });

  it('is another offer where a person is needed again', async () => {
    const came = await watching(seen('outcomeUnknown', underWay), seen('outcomeUnknown', attention));
    expect(came).toEqual({ state: 'neededAgain', status: 'outcomeUnknown', attention });
    expect(decidedText('w', { recorded: 'resolve', at: 'T' }, came)).toBe(
      'resolve recorded for w at T\n' +
        'It is outcomeUnknown now, and a person is needed since 2026-01-31T01:00:00Z (outcomeUnknown): ' +
        'notSubmitted by li was not carried out: HTTP 502\n' +
        'What can be decided: payouts resolve w',
    );
  });

  it('is not known while its reason stands and offers nothing: something is tried again', async () => {
    const tried = { ...attention, decisions: [] };
    const came = await watching(seen('submitting', tried), seen('submitting', tried));
    expect(came.state).toBe('underWay');
    expect(await watching(seen('submitting', tried), seen('processing', null))).toMatchObject({
      state: 'carriedOut',
      status: 'processing',
    });
  });

  it('is how the payout closed, with why', async () => {
    const closed: PayoutOverview = {
      description: described({ execution: 'failed' }),
      result: allinpayResult({ status: 'cancelled' }),
      failure: { type: 'Cancelled', message: 'li stated that the order was not submitted' },
    };
    const came = await watching(seen('outcomeUnknown', underWay), closed);
    expect(came).toMatchObject({ state: 'closed', execution: 'failed', status: 'cancelled' });
    expect(decidedText('w', { recorded: 'resolve', at: 'T' }, came)).toContain(
      'Carried out: it is cancelled now (failed): li stated that the order was not submitted',
    );
  });

  it('is not known when the time is over, and it is said how to look', async () => {
    const came = await watching(seen('outcomeUnknown', underWay), seen('outcomeUnknown', underWay));
    expect(came).toEqual({ state: 'underWay' });
    expect(decidedText('w', { recorded: 'resolve', at: 'T' }, came)).toContain('payouts show w');
  });

  it('is looked for again where nobody answered', async () => {
    const unanswered: PayoutOverview = {
      description: described(),
      result: undefined,
      unanswered: 'no worker',
    };
    const came = await watching(new Error('gone'), unanswered, seen('processing', null));
    expect(came.state).toBe('carriedOut');
    expect((await watching(new Error('gone'))).state).toBe('underWay');
  });
});
