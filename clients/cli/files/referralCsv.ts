import { listCell, withoutEmpty } from './csvCells.ts';
import { readCsvRows } from './csvRows.ts';
import type { RawFile } from './rawPayout.ts';

const columns = [
  'externalOrderId',
  'referralAccountId',
  'bonusTypes',
  'credit',
  'reconcile',
  'profile',
  'batchId',
  'requestedBy',
  'approval',
];

/** @returns one payout a row. */
export function readReferralCsv(text: string): RawFile {
  const { rows, problems } = readCsvRows(text, columns);
  return {
    payouts: rows.map(({ line, cells }) => ({
      data: withoutEmpty({ ...cells, bonusTypes: listCell(cells['bonusTypes']) }),
      whereIs: (field) =>
        field === undefined ? `line ${line}` : `line ${line}, ${field.replace(/\[\d+\]$/, '')}`,
    })),
    problems,
  };
}
