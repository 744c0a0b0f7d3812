import { describe, expect, it } from '@jest/globals';
import type { Head } from '../../../contract/head.ts';
import { currentDetails } from '../../../workflows/payout/currentDetails.ts';

const head: Head = {
  flow: 'referralWithdrawal',
  status: 'crediting',
  profile: 'default',
  attention: null,
  waiting: null,
};
const attention = {
  reason: 'creditRefused',
  since: '2026-01-31T09:00:00.000Z',
  offer: 1,
  also: [],
  decisions: ['retry', 'accept'],
  message: 'the wallet refused: HTTP 422',
} as const;

describe('what a person reads on the page of a payout', () => {
  it('is its status, and nothing where there is nothing to say', () => {
    expect(currentDetails(head, [])).toBe('**crediting**');
  });

  it('is who approved it, and what is known of its money', () => {
    expect(currentDetails({ ...head, approvedBy: 'Li' }, ['withdrawn: 100 points'])).toBe(
      '**crediting** · approved by Li\n\nwithdrawn: 100 points',
    );
  });

  it('is why a person is needed, since when, and what they can decide', () => {
    const text = currentDetails({ ...head, attention }, []);

    expect(text).toContain('**A person is needed: creditRefused**, since 2026-01-31T09:00:00.000Z');
    expect(text).toContain('the wallet refused: HTTP 422');
    expect(text).toContain('`retry`, `accept`');
  });

  it('offers no decision while there is none', () => {
    expect(currentDetails({ ...head, attention: { ...attention, decisions: [] } }, []).split('\n\n')).toEqual(
      [
        '**crediting**',
        '**A person is needed: creditRefused**, since 2026-01-31T09:00:00.000Z',
        'the wallet refused: HTTP 422',
      ],
    );
  });

  it('is what is waited for, and since when', () => {
    const waiting = { for: 'poll', since: '2026-01-31T09:00:00.000Z' } as const;
    expect(currentDetails({ ...head, waiting }, [])).toBe(
      '**crediting**\n\nwaiting for poll since 2026-01-31T09:00:00.000Z',
    );
  });
});
