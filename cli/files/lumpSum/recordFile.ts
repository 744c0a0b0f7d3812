import type { LumpSumDetail, LumpSumRecord } from '../../../contract/index.ts';
import { jsonList, tableFormOf, writeTableFile, writeWhole } from '../table/tableFile.ts';
import type { TableCells, TableColumn } from '../table/tableRows.ts';
import { writeEmptyTable } from '../template.ts';
import { templateColumns } from './columns.ts';

/**
 * Writes a table as the ending of its path says. In .xlsx every cell is text; a .csv begins with a byte order mark, so
 * that Excel shows Chinese, and runs nothing as a formula; a .json is a list of objects by the columns' names. A file
 * stands under its name only when it is whole.
 * @throws RangeError for another ending than .csv, .xlsx or .json
 */
export function writeTable(
  path: string,
  columns: readonly TableColumn[],
  rows: Iterable<TableCells>,
): Promise<void> {
  return writeTableFile(path, columns, rows);
}

type RecordText = (record: LumpSumRecord) => string | number | undefined;
type DetailText = (detail: LumpSumDetail) => string | undefined;

/** What a correction can change comes first, what is there to be read only stands at the end. */
const recordColumns: readonly (readonly [string, RecordText, number?])[] = [
  ['userId', (record) => record.userId, 22],
  ['totalAmount', (record) => record.totalAmount, 14],
  ['currencyId', (record) => record.currencyId, 22],
  ['issuanceFrequency', (record) => record.issuanceFrequency, 10],
  ['bindingPeriod', (record) => record.bindingPeriod, 10],
  ['bindingPeriodDecimal', (record) => record.bindingPeriodDecimal, 10],
  ['remark', (record) => record.remark, 40],
  ['referencePeriodStartDate', (record) => record.referencePeriodStartDate, 14],
  ['referencePeriodEndDate', (record) => record.referencePeriodEndDate, 14],
  ['modifyTime', (record) => record.modifyTime, 20],
];

const detailColumns: readonly (readonly [string, DetailText, number?])[] = [
  ['details.id', (detail) => detail.id, 22],
  ['details.issuanceAmount', (detail) => detail.issuanceAmount, 14],
  ['details.issuanceStatus', (detail) => detail.issuanceStatus, 14],
  ['details.issuanceWay', (detail) => detail.issuanceWay, 18],
  ['details.issuanceTime', (detail) => detail.issuanceTime, 14],
  ['details.belongTime', (detail) => detail.belongTime, 14],
  ['details.issuanceCountryRegionId', (detail) => detail.issuanceCountryRegionId, 22],
  ['details.issuancePayGroupId', (detail) => detail.issuancePayGroupId, 22],
  ['details.detailReferencePeriodStartDate', (detail) => detail.detailReferencePeriodStartDate, 14],
  ['details.detailReferencePeriodEndDate', (detail) => detail.detailReferencePeriodEndDate, 14],
];

const recordReaderColumns: readonly (readonly [string, RecordText, number?])[] = [
  ['itemId', (record) => record.itemId, 22],
  ['uniqueId', (record) => record.uniqueId, 22],
  ['applySource', (record) => record.applySource, 10],
  ['createTime', (record) => record.createTime, 20],
  ['returnAmountBeforeTax', (record) => record.returnAmountBeforeTax, 14],
  ['returnAmountAfterTax', (record) => record.returnAmountAfterTax, 14],
  ['bindingPeriodOffboardingType', (record) => record.bindingPeriodOffboardingType, 14],
  ['issuanceDetailText.zhCn', (record) => record.issuanceDetailText?.zhCn, 40],
  ['issuanceDetailText.enUs', (record) => record.issuanceDetailText?.enUs, 40],
];

const detailReaderColumns: readonly (readonly [string, DetailText, number?])[] = [
  ['details.recordId', (detail) => detail.recordId, 22],
  ['details.userId', (detail) => detail.userId, 22],
  ['details.currencyId', (detail) => detail.currencyId, 22],
  ['details.createTime', (detail) => detail.createTime, 20],
  ['details.modifyTime', (detail) => detail.modifyTime, 20],
];

const columns: readonly TableColumn[] = [
  { name: 'id', width: 22 },
  ...[...recordColumns, ...detailColumns, ...recordReaderColumns, ...detailReaderColumns].map(
    ([name, , width]) => ({ name, ...(width === undefined ? {} : { width }) }),
  ),
];

/**
 * Writes records as the file that one then edits and corrects with: one row a detail, what belongs to the record in its
 * first row only; as JSON `{"records": [...]}`. Read back as it is, it changes nothing.
 * @returns how many records it holds, and how many rows (JSON: entries) below the header
 * @throws RangeError for another ending than .csv, .xlsx or .json; whatever reading the records throws, with no file left
 */
export async function writeRecordFile(
  path: string,
  records: AsyncIterable<LumpSumRecord> | Iterable<LumpSumRecord>,
): Promise<{ records: number; rows: number }> {
  const written = { records: 0, rows: 0 };
  async function* counted(): AsyncGenerator<LumpSumRecord> {
    for await (const record of records) {
      written.records += 1;
      yield record;
    }
  }
  async function* rows(): AsyncGenerator<TableCells> {
    for await (const record of counted()) {
      for (const row of rowsOf(record)) {
        written.rows += 1;
        yield row;
      }
    }
  }
  if (tableFormOf(path) === 'json') {
    await writeWhole(path, jsonDocument(counted()));
    return { records: written.records, rows: written.records };
  }
  await writeTableFile(path, columns, rows());
  return written;
}

async function* jsonDocument(records: AsyncIterable<LumpSumRecord>): AsyncGenerator<string, void> {
  yield '{"records":';
  yield* jsonList(records);
  yield '}\n';
}

function rowsOf(record: LumpSumRecord): TableCells[] {
  const details: readonly (LumpSumDetail | undefined)[] =
    record.details.length > 0 ? record.details : [undefined];
  return details.map((detail, at) => [
    record.id,
    ...recordColumns.map(([, read]) => (at === 0 ? cellOf(read(record)) : null)),
    ...detailColumns.map(([, read]) => (detail === undefined ? null : cellOf(read(detail)))),
    ...recordReaderColumns.map(([, read]) => (at === 0 ? cellOf(read(record)) : null)),
    ...detailReaderColumns.map(([, read]) => (detail === undefined ? null : cellOf(read(detail)))),
  ]);
}

function cellOf(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}

/**
 * Writes an empty file of corrections: every column that a correction can fill in.
 * @throws RangeError for another ending than .csv, .xlsx or .json
 */
export function writeTemplate(path: string): Promise<void> {
  return writeEmptyTable(path, templateColumns, 'corrections', '{"records":[]}\n');
}
