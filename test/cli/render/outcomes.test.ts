import { describe, expect, it } from '@jest/globals';
import {
  allinpayRows,
  allinpayTable,
  needsPersonText,
  noteOf,
  referralLine,
  referralRows,
  statusOf,
  sumsLine,
  sumsOf,
} from '../../../cli/render/outcomes.ts';
import { printable } from '../../../cli/render/text.ts';
import { whatToType } from '../../../cli/render/whatToType.ts';
import type { Outcome, ReportedPayout } from '../../../clients/index.ts';
import { decisions, type Attention } from '../../../contract/index.ts';
import { allinpayInput, allinpayResult, referralInput, referralResult } from '../../clients/fixtures.ts';

const known = { workflowId: 'allinpay-withdrawal/default/A-1', runId: 'run-1', attached: false };
const attention: Attention = {
  reason: 'outcomeUnknown',
  since: '2026-01-31T01:00:00Z',
  offer: 1,
  also: [],
  decisions: ['resubmit', 'notSubmitted'],
  message: 'sent, answer lost',
};

function allinpay(outcome: Outcome): ReportedPayout {
  return { request: { flow: 'allinpayWithdrawal', input: allinpayInput() }, outcome };
}

function referral(outcome: Outcome): ReportedPayout {
  return { request: { flow: 'referralWithdrawal', input: referralInput() }, outcome };
}

const partly = allinpayResult({
  status: 'partiallySettled',
  asked: '300.00',
  settled: '100.10',
  failed: '199.90',
  fee: '0.50',
  details: [
    { externalCode: 'S-1', amount: '100.10', status: 'settled' },
    { isPlatform: true, amount: '199.90', status: 'failed', reason: 'account closed' },
  ],
});

const outcomes: readonly Outcome[] = [
  { kind: 'completed', result: allinpayResult(), ...known, attached: true },
  { kind: 'completed', result: partly, ...known },
  { kind: 'failed', type: 'PayoutRejected', message: 'refused', result: undefined, ...known },
  { kind: 'needsPerson', status: 'outcomeUnknown', result: allinpayResult({ attention }), ...known },
  { kind: 'needsPerson', status: 'awaitingApproval', result: undefined, ...known },
  { kind: 'needsPerson', status: 'crediting', result: undefined, ...known },
  { kind: 'needsPerson', status: 'overdue', result: undefined, ...known },
  { kind: 'open', status: 'processing', ...known },
  { kind: 'interrupted', lostAs: 'terminated', ...known },
  { kind: 'unseen', message: 'no answer', ...known },
  { kind: 'notStarted', workflowId: 'w', reason: 'InputMismatchError', message: 'another input' },
];

describe('the line of a payout', () => {
  it('says the status in one word and the reason in few', () => {
    expect(outcomes.map((outcome) => [statusOf(outcome), noteOf(outcome)])).toEqual([
      ['settled', 'was there before'],
      ['partiallySettled', '1 of 2 details failed: account closed'],
      ['PayoutRejected', 'PayoutRejected: refused'],
      ['outcomeUnknown', 'needs a person (outcomeUnknown): sent, answer lost'],
      ['awaitingApproval', 'needs a person: approval'],
      ['crediting', 'needs confirmCredit: what was credited'],
      ['overdue', 'needs a person: payouts show allinpay-withdrawal/default/A-1'],
      ['processing', 'goes on by itself'],
      ['terminated', 'ended from outside; start it again to learn how to go on'],
      ['not seen', 'no answer'],
      ['not started', 'another input'],
    ]);
  });

  it('shows the money of an Allinpay order, or dashes where it is not known', () => {
    const rows = allinpayRows([allinpay(outcomes[1]!), allinpay(outcomes[7]!)]);
    expect(rows[0]?.slice(0, 7)).toEqual([
      'A-1',
      'partiallySettled',
      '300.00',
      '100.10',
      '199.90',
      '0.00',
      '0.50',
    ]);
    expect(rows[1]?.slice(2, 7)).toEqual(['-', '-', '-', '-', '-']);
  });

  it('shows points, cash, credit and reconciliation of a referral withdrawal', () => {
    const done: Outcome = { kind: 'completed', result: referralResult(), ...known };
    expect(referralRows([referral(done)])).toEqual([
      ['R-1', 'reconciled', '120', '12.50 CNY', '120 pt, 12.50 CNY', 'reconciled', ''],
    ]);
    expect(referralRows([referral(outcomes[7]!)])[0]?.slice(2, 6)).toEqual(['-', '-', '-', '-']);
  });
});

describe('the last line', () => {
  it('sums exactly what is known, and says how many are not in it', () => {
    const sums = sumsOf(outcomes.slice(0, 3).map(allinpay));
    expect(sums).toEqual({
      asked: '600.50',
      toPay: '600.50',
      adoptedOrders: 0,
      settled: '400.60',
      failed: '199.90',
      pending: '0.00',
      fee: '1.50',
      payouts: 3,
      withoutFigures: 1,
      agrees: true,
    });
    expect(sumsLine(sums)).toBe(
      '3 payouts · asked 600.50 = settled 400.60 + failed 199.90 + pending 0.00 CNY · fee 1.50 · ' +
        '1 without figures, not in the sums',
    );
  });

  it('are those of the order that was adopted in place of ours', () => {
    const result = allinpayResult({ adopted: '301.00', settled: '300.00', pending: '1.00' });
    const sums = sumsOf([allinpay({ kind: 'completed', result, ...known })]);
    expect(sumsLine(sums)).toBe(
      '1 payout · asked 300.50, with 1 adopted order 301.00 = settled 300.00 + failed 0.00 + pending 1.00 CNY · fee 1.00',
    );
  });

  it('shouts when two wrong payouts would cancel out in the sums', () => {
    const more = allinpayResult({ settled: '300.51' });
    const less = allinpayResult({ settled: '300.49' });
    const payouts = [more, less].map((result) => allinpay({ kind: 'completed', result, ...known }));
    expect(sumsLine(sumsOf(payouts))).toMatch(/THE SUMS DO NOT AGREE/);
  });

  it('sums the points and each currency of referral withdrawals', () => {
    const cash = [
      { currency: 'USD', amount: '1.00' },
      { currency: 'CNY', amount: '0.50' },
    ];
    const second = referralResult({ withdrawn: { points: 1, cash } });
    const payouts = [referralResult(), second].map((result) =>
      referral({ kind: 'completed', result, ...known }),
    );
    expect(referralLine(payouts)).toBe('2 payouts · withdrawn 121 points, cash 13.00 CNY + 1.00 USD');
  });
});

describe('what a person can type', () => {
  it('stands below the table for each that needs one', () => {
    expect(needsPersonText(outcomes.slice(3, 5).map(allinpay))).toBe(
      [
        'Needs a person:',
        'allinpay-withdrawal/default/A-1: outcomeUnknown',
        '    payouts resolve allinpay-withdrawal/default/A-1 notSubmitted --offer 1 --by NAME --note WHY',
        '    payouts resolve allinpay-withdrawal/default/A-1 resubmit --offer 1 --by NAME --note WHY',
        'allinpay-withdrawal/default/A-1: awaitingApproval',
        '    payouts approve allinpay-withdrawal/default/A-1 --by NAME',
        '    payouts reject allinpay-withdrawal/default/A-1 --by NAME',
      ].join('\n'),
    );
  });

  it('answers the offer that approval waits by', () => {
    const waiting = { for: 'approval', since: '2026-01-31T01:00:00Z', offer: 1 } as const;
    expect(whatToType('w', 'awaitingApproval', allinpayResult({ waiting }))).toEqual([
      'payouts approve w --offer 1 --by NAME',
      'payouts reject w --offer 1 --by NAME',
    ]);
  });

  it('is empty when nobody is needed', () => {
    expect(needsPersonText([allinpay(outcomes[0]!)])).toBe('');
    expect(whatToType('w', 'processing', allinpayResult())).toEqual([]);
  });

  it('covers every decision, with the figures where a credit is accepted', () => {
    const result = referralResult({ attention: { ...attention, reason: 'creditRefused', decisions } });
    expect(whatToType('w', 'creditRefused', result)).toEqual([
      'payouts resolve w adopt --offer 1 --by NAME --note WHY',
      'payouts resolve w abandon --offer 1 --by NAME --note WHY',
      'payouts resolve w notSubmitted --offer 1 --by NAME --note WHY',
      'payouts resolve w recordOutcome --offer 1 --detail externalCode=CODE:settled --by NAME --note WHY',
      'payouts resolve w recheck --offer 1 --by NAME',
      'payouts resolve w accept --offer 1 --points N --cash CNY:0.00 --reference TEXT --by NAME --note WHY',
      'payouts resolve w retry --offer 1 --by NAME',
      'payouts resolve w extend --offer 1 --settle-by INSTANT --by NAME',
      'payouts cancel w --by NAME',
      'payouts resolve w resubmit --offer 1 --by NAME --note WHY',
    ]);
  });
});

describe('text of providers', () => {
  it('cannot move the cursor, colour or break a line', () => {
    expect(printable('a\u001B[2Jb\r\nc\u202Ed\te')).toBe('a [2Jb c d e');
    const result = allinpayResult({
      details: [{ isPlatform: true, amount: '1.00', status: 'failed', reason: '\u001B[31mred' }],
    });
    expect(allinpayTable([allinpay({ kind: 'completed', result, ...known })])).not.toContain('\u001B');
  });
});
