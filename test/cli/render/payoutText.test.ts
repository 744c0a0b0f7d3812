import { describe, expect, it } from '@jest/globals';
import { payoutText } from '../../../cli/render/payoutText.ts';
import type { Attention } from '../../../contract/index.ts';
import { allinpayResult, described, referralResult } from '../../clients/fixtures.ts';

const waiting = {
  name: 'pollAllinpayOrder',
  attempt: 4,
  lastFailure: { type: 'NotSettledYet', message: '1 of 2 pending' },
  nextTryAt: '2026-01-31T02:30:00.000Z',
};

describe('the account of one payout', () => {
  it('says which provider call waits, its try, its last failure and when it is tried next', () => {
    const waits = { for: 'poll', since: '2026-01-31T01:00:00Z', call: waiting } as const;
    const view = { description: described({ pending: [waiting] }), result: allinpayResult(), waits };
    expect(payoutText(view, [])).toMatch(
      /^waits for +the next poll by the plan since 2026-01-31T01:00:00Z; pollAllinpayOrder, try 4, next at 2026-01-31T02:30:00\.000Z; last: NotSettledYet: 1 of 2 pending$/m,
    );
  });

  it('says when a call is running now', () => {
    const call = { ...waiting, lastFailure: undefined, nextTryAt: undefined };
    const waits = { for: undefined, since: undefined, call };
    const view = { description: described({ pending: [call, call] }), result: undefined, waits };
    expect(payoutText(view, [])).toMatch(/^waits for +pollAllinpayOrder, try 4, running now$/m);
    expect(payoutText(view, [])).toMatch(/also under way: pollAllinpayOrder, try 4, running now$/);
  });

  it('shows every detail of an Allinpay order with its own end', () => {
    const result = allinpayResult({
      adopted: '301.50',
      settled: '100.00',
      failed: '200.50',
      pending: '1.00',
      details: [
        {
          externalCode: 'S-1',
          amount: '100.00',
          status: 'settled',
          arrived: '99.50',
          fee: '0.50',
          withdrawTId: '72',
        },
        { isPlatform: true, amount: '200.50', status: 'failed', reason: 'account closed' },
        { accountUserId: 9, amount: '1.00', status: 'pending' },
      ],
    });
    const text = payoutText({ description: described(), result }, []);
    expect(text).toMatch(/S-1 .* 100\.00 .* settled .* 99\.50 .* 0\.50 .* 72/);
    expect(text).toMatch(/platform .* 200\.50 .* failed .* account closed/);
    expect(text).toMatch(/9 .* 1\.00 .* pending/);
    expect(text).toMatch(/adopted +301\.50 CNY/);
    expect(text).toMatch(
      /money +asked 300\.50, adopted 301\.50 = settled 100\.00 \+ failed 200\.50 \+ pending 1\.00 CNY/,
    );
  });

  it('says where the figures of an order do not add up', () => {
    const text = payoutText({ description: described(), result: allinpayResult({ settled: '1.00' }) }, []);
    expect(text).toMatch(/money +THE SUMS DO NOT AGREE: asked 300\.50, settled 1\.00/);
  });

  it('says who stated how a detail ended', () => {
    const details = [{ accountUserId: 9, amount: '1.00', status: 'settled', statedBy: 'li' }] as const;
    const text = payoutText({ description: described(), result: allinpayResult({ details }) }, []);
    expect(text).toMatch(/9 .* settled .* stated by li/);
  });

  it('shows both sides of a reconciliation', () => {
    const text = payoutText({ description: described(), result: referralResult() }, []);
    expect(text).toMatch(/withdrawn +120 points, cash 12\.50 CNY/);
    expect(text).toMatch(/reconciliation reconciled: ours 120 points, theirs -, asked 1 time/);
  });

  it('shows what of a withdrawal is not understood', () => {
    const unknownMembers = [{ name: 'gift_bonus', value: '500' }];
    const text = payoutText({ description: described(), result: referralResult({ unknownMembers }) }, []);
    expect(text).toMatch(/not understood +gift_bonus 500/);
  });

  it('shows every reason with what can be decided on it, what that does and what to type', () => {
    const raised = { since: '2026-01-31T01:00:00Z', message: 'sent, answer lost' };
    const attention: Attention = {
      ...raised,
      reason: 'outcomeUnknown',
      offer: 4,
      decisions: ['notSubmitted', 'resubmit'],
      also: [{ ...raised, reason: 'overdue', offer: 3, decisions: [], message: 'late' }],
    };
    const text = payoutText({ description: described(), result: allinpayResult({ attention }) }, []);
    expect(text).toContain('Needs a person since 2026-01-31T01:00:00Z (outcomeUnknown): sent, answer lost');
    expect(text).toContain(
      '    resubmit: sends 300.50 CNY again; if Allinpay has the first, it is paid twice\n',
    );
    expect(text).toContain(
      '        payouts resolve allinpay-withdrawal/default/A-1 resubmit --offer 4 --by NAME --note WHY\n',
    );
    expect(text).toContain(
      'Needs a person since 2026-01-31T01:00:00Z (overdue): late\n    nothing can be decided now\n',
    );
    expect(text.indexOf('notSubmitted: ')).toBeLessThan(text.indexOf('resubmit: '));
  });

  it('says what the server knows when no worker answers, and that a person is needed', () => {
    const description = described({ needsAttention: true, status: 'outcomeUnknown' });
    const text = payoutText({ description, result: undefined, unanswered: 'deadline exceeded' }, []);
    expect(text).toMatch(/status +outcomeUnknown \(open\)/);
    expect(text).toMatch(/not answered +deadline exceeded; this is what the server knows by itself/);
    expect(text).toMatch(/Needs a person\./);
  });

  it('names every problem and who stated that no money moved', () => {
    const problems = [{ code: '3', field: 'details[0]', message: 'balance too low' }];
    const result = allinpayResult({ status: 'cancelled', problems, statedBy: 'li' });
    const text = payoutText({ description: described({ execution: 'failed' }), result }, []);
    expect(text).toMatch(/problem +3 · details\[0\] · balance too low/);
    expect(text).toMatch(/stated by +li/);
  });
});
