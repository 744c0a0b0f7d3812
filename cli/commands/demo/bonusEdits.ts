import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LumpSumRecord } from '../../../contract/index.ts';
import { packageFolder } from '../../../workers/packageFolder.ts';
import { writeTable } from '../../files/lumpSum/recordFile.ts';
import { csvTable } from '../../files/table/csvTable.ts';
import { headedRows } from '../../files/table/headedRows.ts';

/** One cell that a person changes in the file that a query wrote. */
export interface BonusEdit {
  readonly uniqueId: string;
  /** `remark`, `details[1].issuanceAmount` */
  readonly field: string;
  readonly value: string;
}

const DETAIL_FIELD = /^details\[(\d+)\]\.(\w+)$/;

const columns = ['uniqueId', 'field', 'value'].map((name) => ({ name, says: name }));

/** @throws Error for a file that is not as the demo wrote it */
export async function readBonusEdits(folder = join(packageFolder(), 'examples')): Promise<BonusEdit[]> {
  const bytes = await readFile(join(folder, 'lump-sum-edits.csv'));
  const edits: BonusEdit[] = [];
  for await (const { cells, refused } of headedRows(csvTable(bytes, 'utf-8'), columns)) {
    if (refused !== undefined) throw new Error(`examples/lump-sum-edits.csv: ${refused.message}`);
    const saidIn = (name: string): string =>
      cells.find(({ column }) => column.name === name)?.cell.text ?? '';
    edits.push({ uniqueId: saidIn('uniqueId'), field: saidIn('field'), value: saidIn('value') });
  }
  return edits;
}

/**
 * Writes the corrections as a person leaves them behind in a spreadsheet: rows of the records that are to change, with
 * the cells that do, and the time of change that they were read with. Record ids are the provider's, so the edits name
 * records by the unique ids that the company gave them.
 */
export async function writeEdited(
  path: string,
  records: readonly LumpSumRecord[],
  edits: readonly BonusEdit[],
): Promise<void> {
  const fields = [...new Set(edits.map(({ field }) => field.replace(DETAIL_FIELD, 'details.$2')))];
  const names = ['id', 'modifyTime', 'details.id', ...fields];
  const rows = records.flatMap((record) => {
    const own = edits.filter(({ uniqueId }) => uniqueId === record.uniqueId);
    return own.length === 0 ? [] : rowsOf(record, own);
  });
  await writeTable(
    path,
    names.map((name) => ({ name })),
    rows.map((row) => names.map((name) => row.get(name) ?? null)),
  );
}

type Row = ReadonlyMap<string, string>;

function rowsOf({ id, modifyTime = '', details }: LumpSumRecord, edits: readonly BonusEdit[]): Row[] {
  const ofRecord = edits.filter(({ field }) => !DETAIL_FIELD.test(field));
  const first: [string, string][] = [
    ['modifyTime', modifyTime],
    ...ofRecord.map(({ field, value }): [string, string] => [field, value]),
  ];
  // A list of details stands for all of them: where one changes, each is named.
  const named = ofRecord.length < edits.length ? details : [undefined];
  return named.map((detail, at) => {
    const ofDetail = edits.flatMap(({ field, value }): [string, string][] => {
      const [, index, name = ''] = DETAIL_FIELD.exec(field) ?? [];
      return index === String(at) ? [[`details.${name}`, value]] : [];
    });
    const itsId: [string, string][] = detail === undefined ? [] : [['details.id', detail.id]];
    return new Map([['id', id], ...(at === 0 ? first : []), ...itsId, ...ofDetail]);
  });
}
