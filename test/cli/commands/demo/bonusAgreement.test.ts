import { describe, expect, it } from '@jest/globals';
import { bonusDisagreements } from '../../../../cli/commands/demo/bonusAgreement.ts';
import type { BonusLine } from '../../../../cli/commands/demo/bonuses.ts';
import { isAsExpected, reportDocument, reportOf } from '../../../../cli/commands/demo/report.ts';
import type { NewEffect } from '../../../../sandbox/ledger.ts';
import { ledgerOf } from './payouts.ts';

function line(changes: Partial<BonusLine> = {}): BonusLine {
  return {
    uniqueId: 'BONUS-2026-08-001',
    correctionId: 'aug-0001',
    recordId: '7',
    outcome: 'corrected',
    changes: [
      { field: 'totalAmount', before: '10.00', after: '12.00' },
      { field: 'details[71].issuanceAmount', before: '10.00', after: '12.00' },
    ],
    problems: [],
    ...changes,
  };
}

function booked(after = '12.00', orderId = '7'): NewEffect {
  return {
    kind: 'feishu.lumpSumCorrected',
    orderId,
    account: 'ou_li',
    changes: [
      { field: 'total_amount', before: '10.00', after },
      { detailId: '71', field: 'issuance_amount', before: '10.00', after: '12.00' },
    ],
    added: [],
    dropped: [],
  };
}

const differences = (lines: readonly BonusLine[], ...effects: NewEffect[]): string[] =>
  bonusDisagreements(lines, ledgerOf(...effects));

describe('corrections and ledger', () => {
  it('agree when every change of every record is the same', () => {
    expect(differences([line()], booked())).toEqual([]);
    expect(differences([line({ outcome: 'rejected' })])).toEqual([]);
  });

  it.each([
    ['was corrected twice', line(), [booked(), booked()], /corrected 2 times by the ledger/],
    ['was refused, and is on the books', line({ outcome: 'stale' }), [booked()], /stale by the correction/],
    ['is not on the books', line(), [], /corrected 0 times/],
    [
      'got another value',
      line(),
      [booked('13.00')],
      /totalAmount = 12\.00 only here.*totalAmount = 13\.00 only in/,
    ],
    ['nobody asked for', line(), [booked(), booked('12.00', '8')], /record 8: corrected, and nobody asked/],
  ])('differ over a record that %s', (_, told, effects, words) => {
    expect(differences([told], ...effects).join('; ')).toMatch(words);
  });

  it('make the demo fail when they differ, or end otherwise than the examples say', () => {
    const bonuses = { lines: [line({ outcome: 'stale' })], corrections: [] };
    const report = reportOf([], [], ledgerOf(booked()), {}, bonuses);
    expect(report.disagreements).toHaveLength(1);
    expect(report.unexpected).toEqual([
      'BONUS-2026-08-001: stale, and the examples are there to show corrected',
    ]);
    expect(isAsExpected(report)).toBe(false);
    expect(reportDocument(report)).toMatchObject({
      lumpSum: { records: [{ uniqueId: 'BONUS-2026-08-001' }] },
    });
  });
});
