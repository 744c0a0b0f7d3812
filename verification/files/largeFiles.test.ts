import { truncate } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from '@jest/globals';
import { FILE_BYTES_MAX } from '../../cli/files/fileText.ts';
import { writeTable } from '../../cli/files/lumpSum/recordFile.ts';
import { briefly, TempFiles } from '../../test/cli/files/lumpSum/tempFiles.ts';
import { withSheet, workbook } from '../../test/cli/files/lumpSum/workbooks.ts';
import { readInProcess } from './readInProcess.ts';

// Twenty megabytes take their time on a busy machine; what is claimed here is memory.
const files = new TempFiles();
const MB = 1024 * 1024;

const columns = [
  'id',
  'totalAmount',
  'issuanceFrequency',
  'remark',
  'details.id',
  'details.issuanceAmount',
].map((name) => ({ name }));
const ROWS = 20_000;
const WRONG = 37;

function isWrong(at: number): boolean {
  return at % 541 === 0 && at / 541 < WRONG;
}

function* rows(count = ROWS): Generator<string[]> {
  for (let at = 0; at < count; at += 1) {
    const amount = isWrong(at) ? '2,000.00' : '2000.00';
    yield [String(7397033607132351532n + BigInt(at)), '2000.00', '1', '更正', `${at}`, amount];
  }
}

describe('a file of 20,000 rows of which 37 are wrong', () => {
  it.each(['.csv', '.xlsx'])('as %s names all 37 at once by row, column, value and rule', async (form) => {
    const path = files.path(form);
    await writeTable(path, columns, rows());
    const read = await readInProcess(path);
    const expected = Array.from(
      { length: WRONG },
      (_, n) => `${n * 541 + 2} details.issuanceAmount 2,000.00: separators`,
    );
    expect(briefly(read.problems)).toEqual(expected);
    expect(read).toMatchObject({ wrong: WRONG, records: ROWS - WRONG });
  });

  it.each(['.csv', '.xlsx'])('as %s takes as long for a row as a file of a fifth of them', async (form) => {
    const [path, fifth] = [files.path(form), files.path(form)];
    await writeTable(path, columns, rows());
    await writeTable(fifth, columns, rows(ROWS / 5));
    const whole = await readInProcess(path);
    // A reader that looks at all rows for each would take 25 times as long.
    expect(whole.cpu / (await readInProcess(fifth)).cpu).toBeLessThan(10);
  });
});

describe('a file that is too much', () => {
  it('is refused over 20 MB without being read', async () => {
    const path = await files.holding('.csv', 'id,remark\n');
    await truncate(path, 4096 * MB);
    const { refusal, growth } = await readInProcess(path);
    expect(refusal).toMatch(/larger than 20 MB; split it/);
    expect(growth).toBeLessThan(20);
  });

  it.each([
    [
      'one endless cell',
      () => `id,remark\nr,"${'x'.repeat(20_971_500)}`,
      /a line has more than 1000000 characters/,
    ],
    [
      'nothing but commas',
      () => `id,remark\n${','.repeat(20_971_500)}`,
      /a line has more than 1000000 characters/,
    ],
    ['lines of commas', () => `id,remark\n${`${','.repeat(999)}\n`.repeat(20_000)}`, /row 2 has 1000 cells/],
    [
      'a quote that is never closed',
      () => `id,remark\nr,"${'x\n'.repeat(10_485_000)}`,
      /is no CSV: Max Record Size/,
    ],
    ['nothing but line ends', () => '\n'.repeat(FILE_BYTES_MAX), /more than 100000 rows/],
    ['rows of one character', () => `id,remark\n${'a,\n'.repeat(6 * MB)}`, /more than 100000 rows/],
  ])('a CSV of 20 MB that is %s is refused within bounds', async (_, content, reason) => {
    const path = await files.holding('.csv', content());
    const { refusal, growth } = await readInProcess(path);
    expect(refusal).toMatch(reason);
    expect(growth).toBeLessThan(400);
  });

  it('a CSV of 20 MB that is right is read within bounds, and its records kept', async () => {
    const line = `,${'备'.repeat(980)}\n`;
    const text = [
      'id,remark\n',
      ...Array.from({ length: 6_900 }, (_, at) => String(7397033607132351532n + BigInt(at)) + line),
    ].join('');
    const path = await files.holding('.csv', text);
    expect(Buffer.byteLength(text)).toBeGreaterThan(19 * MB);
    const { records, growth } = await readInProcess(path);
    expect(records).toBe(6_900);
    expect(growth).toBeLessThan(600);
  });

  it('a workbook that unpacks to gigabytes is refused before it is unpacked', async () => {
    const zeros = new Uint8Array(51 * MB);
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationships/>'),
      'xl/worksheets/sheet1.xml': [zeros, { level: 1 }],
      'xl/worksheets/sheet2.xml': [zeros, { level: 1 }],
      'xl/worksheets/sheet3.xml': [zeros, { level: 1 }],
      'xl/worksheets/sheet4.xml': [zeros, { level: 1 }],
    });
    expect(bomb.length).toBeLessThan(2 * MB);
    const path = await files.holding('.xlsx', bomb);
    const { refusal, growth } = await readInProcess(path);
    expect(refusal).toMatch(/unpack to more than 200 MB/);
    expect(growth).toBeLessThan(50);
  });

  it('a workbook that lies about what it unpacks to gets no more room than it says', async () => {
    const bytes = withSheet(
      await workbook([
        ['id', 'remark'],
        ['a', 'x'],
      ]),
      (xml) => xml.replace('<sheetData>', `${' '.repeat(64 * MB)}<sheetData>`),
    );
    const path = await files.holding('.xlsx', declaring(bytes, 'xl/worksheets/sheet1.xml', 1000));
    const { refusal, growth } = await readInProcess(path);
    expect(refusal).toMatch(/is a workbook that is cut off/);
    expect(growth).toBeLessThan(50);
  });
});

/** The archive with another size in its table of contents for one entry. */
function declaring(bytes: Uint8Array, name: string, size: number): Uint8Array {
  const changed = Buffer.from(bytes);
  const entry = changed.lastIndexOf(name) - 46;
  changed.writeUInt32LE(size, entry + 24);
  return changed;
}
