import { describe, expect, it } from '@jest/globals';
import { whatItDoes } from '../../../cli/render/whatItDoes.ts';
import { offeredIn } from '../../../cli/render/whatToType.ts';
import { attentionReasons, decisions, type Attention } from '../../../contract/index.ts';
import { allinpayResult, referralResult } from '../../clients/fixtures.ts';

const unknown = { reason: 'outcomeUnknown', decisions: ['notSubmitted', 'resubmit'] } as const;
const open = allinpayResult({ asked: '100.10', settled: '0.00', pending: '100.10' });

describe('what a decision does', () => {
  it('is said of every decision on every reason of every flow', () => {
    const correction = {
      ...referralResult(),
      flow: 'lumpSumCorrection' as const,
      correctionId: 'C-1',
      counts: { corrected: 0, unchanged: 0, rejected: 0, stale: 0, conflict: 0, unverified: 0 },
      records: [],
    };
    const { externalOrderId: _, ...withoutOrder } = correction;
    for (const result of [open, referralResult(), withoutOrder]) {
      for (const reason of attentionReasons) {
        for (const decision of decisions) {
          const text = whatItDoes(decision, { reason, decisions: [decision] }, result);
          expect(text).toMatch(/^[a-z].{10,}/);
          expect(text).not.toMatch(/undefined|NaN|\[object/);
        }
      }
    }
  });

  it('names the money that a resubmit sends again, and the danger of it', () => {
    expect(whatItDoes('resubmit', unknown, open)).toBe(
      'sends 100.10 CNY again; if Allinpay has the first, it is paid twice',
    );
    expect(whatItDoes('resubmit', unknown, { ...open, adopted: '30.00' })).toContain('sends 30.00 CNY');
  });

  it('names the money that the others speak of, and that they send nothing', () => {
    expect(whatItDoes('notSubmitted', unknown, open)).toContain('100.10 CNY never reached Allinpay');
    expect(whatItDoes('recordOutcome', unknown, open)).toMatch(/^sends nothing: .*100\.10 CNY are open/);
    expect(whatItDoes('extend', { reason: 'overdue', decisions: ['extend'] }, open)).toMatch(
      /^sends nothing: gives 100\.10 CNY more time/,
    );
  });

  it('tells a retry that sends from one that only asks', () => {
    const nothingSent = { reason: 'settings', decisions: ['retry', 'cancel'] } as const;
    expect(whatItDoes('retry', nothingSent, open)).toBe(
      'tries now to send 100.10 CNY, of which nothing was sent yet',
    );
    expect(whatItDoes('retry', { ...nothingSent, decisions: ['retry'] }, open)).toContain('sends nothing');
  });

  it('names points and cash of a credit', () => {
    const refused = { reason: 'creditRefused', decisions: ['retry', 'accept'] } as const;
    expect(whatItDoes('retry', refused, referralResult())).toContain('120 points and cash 12.50 CNY');
  });
});

describe('what is offered', () => {
  const attention: Attention = {
    reason: 'outcomeUnknown',
    since: '2026-01-31T01:00:00Z',
    offer: 4,
    decisions: ['resubmit', 'recordOutcome', 'notSubmitted'],
    message: 'sent, answer lost',
    also: [
      {
        reason: 'settings',
        since: '2026-01-31T02:00:00Z',
        offer: 5,
        decisions: ['retry'],
        message: 'password wrong',
      },
    ],
  };

  it('is grouped by reason, the decision that lets money leave again last, each with its own offer', () => {
    const offered = offeredIn('w', { ...open, attention });
    expect(
      offered.map(({ raised, choices }) => [raised.reason, choices.map(({ command }) => command)]),
    ).toEqual([
      [
        'outcomeUnknown',
        [
          'payouts resolve w recordOutcome --offer 4 --detail externalCode=CODE:settled --by NAME --note WHY',
          'payouts resolve w notSubmitted --offer 4 --by NAME --note WHY',
          'payouts resolve w resubmit --offer 4 --by NAME --note WHY',
        ],
      ],
      ['settings', ['payouts resolve w retry --offer 5 --by NAME']],
    ]);
  });
});
