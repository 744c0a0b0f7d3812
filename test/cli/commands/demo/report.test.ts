import { describe, expect, it } from '@jest/globals';
import { isAsExpected, reportDocument, reportOf, reportText } from '../../../../cli/commands/demo/report.ts';
import type { ReportedPayout } from '../../../../clients/index.ts';
import type { NewEffect } from '../../../../sandbox/ledger.ts';
import {
  allinpayPayout,
  creditedInWallet,
  failedAs,
  ledgerOf,
  paid,
  referralPayout,
  withdrawnAtFeishu,
} from './payouts.ts';

function differencesOf(payouts: readonly ReportedPayout[], ...effects: NewEffect[]): readonly string[] {
  const allinpay = payouts.filter(({ request }) => request.flow === 'allinpayWithdrawal');
  const referral = payouts.filter(({ request }) => request.flow === 'referralWithdrawal');
  return reportOf(allinpay, referral, ledgerOf(...effects), {}).disagreements;
}

describe('payouts and ledger agree', () => {
  it('when every figure of every order is the same', () => {
    expect(
      differencesOf(
        [allinpayPayout('A'), referralPayout('R')],
        ...paid('A'),
        withdrawnAtFeishu('R'),
        creditedInWallet('R'),
      ),
    ).toEqual([]);
  });

  it('over a part that failed and a part that is pending', () => {
    const figures = { asked: '300.00', settled: '100.00', failed: '100.00', pending: '100.00' };
    expect(
      differencesOf(
        [allinpayPayout('A', figures)],
        ...paid('A'),
        ...paid('A', 'failed'),
        ...paid('A', 'pending'),
      ),
    ).toEqual([]);
  });

  it('over what was refused and never booked', () => {
    const refused = allinpayPayout('A', { settled: '0.00', failed: '100.00', fee: '0.00' });
    expect(differencesOf([failedAs('PayoutRejected', refused)])).toEqual([]);
  });

  it('over a withdrawal of nothing, which the ledger notes with zero', () => {
    const nothing = referralPayout('R', {
      status: 'nothingToWithdraw',
      withdrawn: { points: 0, cash: [] },
      credited: null,
    });
    expect(differencesOf([nothing], withdrawnAtFeishu('R', { points: 0, cash: [] }))).toEqual([]);
  });

  it('over a credit that is made elsewhere', () => {
    expect(differencesOf([referralPayout('R', {}, 'confirm')], withdrawnAtFeishu('R'))).toEqual([]);
  });

  it('whatever rewards the accounts began with', () => {
    const reward: NewEffect = {
      kind: 'feishu.reward',
      orderId: 'X',
      account: 'A-1',
      points: 7,
      cash: [],
      stage: 2,
    };
    expect(differencesOf([], reward)).toEqual([]);
  });
});

describe('a difference is named with its order and both figures', () => {
  it('when an order was paid twice', () => {
    expect(differencesOf([allinpayPayout('A')], ...paid('A'), ...paid('A'))).toEqual([
      'A: settled 100.00 by the payout, 200.00 by the ledger',
      'A: fee 0.50 by the payout, 1.00 by the ledger',
    ]);
  });

  it('when it is booked twice and one is pending', () => {
    expect(differencesOf([allinpayPayout('A')], ...paid('A'), ...paid('A', 'pending'))).toEqual([
      'A: pending nothing by the payout, 100.00 by the ledger',
    ]);
  });

  it('when a payout says settled and nothing was', () => {
    expect(differencesOf([allinpayPayout('A')])).toEqual([
      'A: settled 100.00 by the payout, nothing by the ledger',
      'A: fee 0.50 by the payout, nothing by the ledger',
    ]);
  });

  it('when a failed payout has moved money', () => {
    const invalid: ReportedPayout = {
      ...allinpayPayout('A'),
      outcome: { kind: 'notStarted', workflowId: 'A', reason: 'InvalidInput', message: '' },
    };
    expect(differencesOf([invalid], ...paid('A'))[0]).toBe(
      'A: settled nothing by the payout, 100.00 by the ledger',
    );
  });

  it('when two orders are wrong by the same amount in opposite ways', () => {
    const sums = differencesOf(
      [
        allinpayPayout('A', { asked: '200.00', settled: '200.00' }),
        allinpayPayout('B', { asked: '200.00', settled: '200.00' }),
      ],
      ...paid('A'),
      ...paid('B', 'settled', '300.00'),
    );
    expect(sums).toHaveLength(2);
  });

  it('when points or cash were withdrawn in another measure', () => {
    expect(
      differencesOf(
        [referralPayout('R')],
        withdrawnAtFeishu('R', { points: 11, cash: [{ currency: 'USD', amount: '5.00' }] }),
        creditedInWallet('R'),
      ),
    ).toEqual([
      'R: withdrawn points 10 by the payout, 11 by the ledger',
      'R: withdrawn CNY 5.00 by the payout, nothing by the ledger',
      'R: withdrawn USD nothing by the payout, 5.00 by the ledger',
    ]);
  });

  it('when the wallet was credited twice, or not at all, or without a wish for it', () => {
    const effects = [withdrawnAtFeishu('R'), creditedInWallet('R')];
    expect(differencesOf([referralPayout('R')], ...effects, creditedInWallet('R'))[0]).toContain(
      'credited points 10',
    );
    expect(differencesOf([referralPayout('R')], withdrawnAtFeishu('R'))[0]).toContain('credited points 10');
    expect(differencesOf([referralPayout('R', {}, 'none')], ...effects)[0]).toContain(
      'credited points nothing',
    );
  });

  it('when the ledger has an order that nobody asked for', () => {
    expect(differencesOf([], ...paid('Z'))).toEqual(['Z: nobody asked for it']);
  });

  it('when the sums of a payout do not add up by themselves', () => {
    expect(differencesOf([allinpayPayout('A', { asked: '150.00' })], ...paid('A'))[0]).toContain(
      'THE SUMS DO NOT AGREE',
    );
  });
});

describe('the report', () => {
  const held = referralPayout('R', {
    status: 'reconcileBreak',
    attention: {
      reason: 'reconcileBreak',
      since: '2026-01-31T00:00:00Z',
      offer: 1,
      also: [],
      decisions: ['recheck', 'accept'],
      message: 'ten short',
    },
  });
  const effects = [...paid('A'), withdrawnAtFeishu('R'), creditedInWallet('R')];
  const expected = { R: 'reconcileBreak' };

  it('is as expected when the ledger agrees and each payout ends as the examples say', () => {
    const report = reportOf([allinpayPayout('A')], [held], ledgerOf(...effects), expected);
    expect(isAsExpected(report)).toBe(true);
    expect(reportDocument(report)).toMatchObject({ ok: true, disagreements: [], unexpected: [] });
  });

  it('is not when a payout ends otherwise, and says how', () => {
    const report = reportOf([allinpayPayout('A')], [held], ledgerOf(...effects), {});
    expect(isAsExpected(report)).toBe(false);
    expect(report.unexpected).toEqual(['R: reconcileBreak, and the examples are there to show reconciled']);
    expect(reportText(report)).toContain('Not as the examples are there to show:');
  });

  it('knows a failed payout by the type of its failure', () => {
    const refused = failedAs(
      'PayoutRejected',
      allinpayPayout('A', { settled: '0.00', failed: '100.00', fee: '0.00' }),
    );
    const report = reportOf([refused], [], ledgerOf(), { A: 'PayoutRejected' });
    expect(isAsExpected(report)).toBe(true);
  });

  it('shows what needs a person and the command that helps', () => {
    const text = reportText(reportOf([], [held], ledgerOf(...effects.slice(2)), expected));
    expect(text).toContain(
      'payouts resolve referral-withdrawal/default/R accept --offer 1 --by NAME --note WHY',
    );
  });

  it('has the sums and the verdict on its last line', () => {
    const report = reportOf([allinpayPayout('A')], [held], ledgerOf(...effects), expected);
    expect(reportText(report).split('\n').at(-1)).toBe(
      '1 payout · asked 100.00 = settled 100.00 + failed 0.00 + pending 0.00 CNY · fee 0.50 · ' +
        '1 payout · withdrawn 10 points, cash 5.00 CNY · ' +
        "the sandbox's ledger agrees: settled 100.00, fee 0.50 CNY, 10 points, 10 credited, 0 bonuses corrected",
    );
  });

  it('says on its last line that the ledger does not agree, after naming where', () => {
    const text = reportText(reportOf([allinpayPayout('A')], [], ledgerOf(...paid('A'), ...paid('A')), {}));
    expect(text.split('\n').at(-1)).toContain('DOES NOT AGREE');
    expect(text).toContain('A: settled 100.00 by the payout, 200.00 by the ledger');
  });
});
