import { expect, it } from '@jest/globals';
import { payoutText } from '../../../cli/render/payoutText.ts';
import { recordRows, recordTable } from '../../../cli/render/recordLines.ts';
import type { RecordLine } from '../../../clients/index.ts';
import { described } from '../../clients/fixtures.ts';
import { corrected, correctionResult } from '../../clients/lumpSum/records.fixture.ts';

const paid = {
  ...corrected('3', 'rejected'),
  changes: [],
  problems: [{ code: '21270220', message: 'paid', foundBy: 'provider' }],
} as const;

it('a correction is shown with its counts, what needs a person first, and what each code means in two languages', () => {
  const result = correctionResult([corrected('1'), paid, corrected('2', 'conflict')], {
    status: 'partiallyCorrected',
  });
  const description = described({
    workflowId: 'lump-sum-correction/default/aug-0001',
    execution: 'completed',
  });
  const text = payoutText({ description, result }, []);
  expect(text).toMatch(/records +3 records · conflict 1 · rejected 1 · corrected 1/);
  expect(text).toMatch(
    /│ 2 +│ conflict [\s\S]*│ 3 +│ rejected .*21270220 · paid[\s\S]*│ 1 +│ corrected .*remark: 一月奖金 → 补发/,
  );
  expect(text).toMatch(
    /21270220 {2}The bonus details payment status is "paid".* · 奖金明细发放状态为「已发放」.*\n +It has been paid/,
  );
});

it('a correction without an outcome yet says so', () => {
  expect(payoutText({ description: described(), result: correctionResult([]) }, [])).toMatch(
    /records +none has an outcome yet/,
  );
});

const line = (recordId: string): RecordLine => ({
  correctionId: 'aug-0001',
  ...corrected(recordId),
  recordId,
});

it('a table on a terminal is bounded, and says where the rest is; a file holds every line', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => line(String(at)));
  const text = recordTable(lines, 'report.csv');
  expect(text.split('\n').length).toBeLessThan(100);
  expect(text).toContain('19960 more records not shown: report.csv has them all');
  expect([...recordRows(lines)]).toHaveLength(20_000);
});
