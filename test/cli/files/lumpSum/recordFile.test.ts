import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCorrectionFile } from '../../../../cli/files/lumpSum/correctionFile.ts';
import { writeRecordFile, writeTable, writeTemplate } from '../../../../cli/files/lumpSum/recordFile.ts';
import { type LumpSumRecord } from '../../../../contract/index.ts';
import { judgeCorrection } from '../../../../rules/lumpSum/judge.ts';
import { detailOf, hardTexts, recordOf } from '../../../clients/lumpSum/records.ts';
import { refusalOf, TempFiles } from './tempFiles.ts';
import { withSheet } from './workbooks.ts';

const files = new TempFiles();
const forms = ['.xlsx', '.csv', '.json'] as const;

function someRecords(): LumpSumRecord[] {
  return [
    ...hardTexts.map((remark, at) => recordOf(String(7397033607132351500n + BigInt(at)), { remark })),
    recordOf('007', {
      totalAmount: '-12.50',
      issuanceFrequency: 1,
      details: [detailOf('007', 1, { issuanceAmount: '-12.50' })],
    }),
    { id: '0-bare', totalAmount: '1', currencyId: '1', issuanceFrequency: 0, details: [] },
  ];
}

describe.each(forms)('a %s of queried records', (form) => {
  it('reads back as corrections that change nothing, each for the time it was read at', async () => {
    const records = someRecords();
    const path = files.path(form);
    const written = await writeRecordFile(path, records);
    const rows = records.reduce((sum, { details }) => sum + Math.max(1, details.length), 0);
    expect(written).toEqual({ records: records.length, rows: form === '.json' ? records.length : rows });

    const read = await readCorrectionFile(path);
    // The bare record breaks Feishu's own rule as JSON, where a list without details says so.
    const problems = read.problems.filter(({ recordId }) => recordId !== '0-bare');
    expect(problems).toEqual([]);
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const { record: correction } of read.records) {
      const record = byId.get(correction.id);
      expect(correction.remark).toBe(record?.remark);
      expect(correction.expectedModifyTime).toBe(record?.modifyTime);
      expect(correction.details?.map(({ id }) => id) ?? []).toEqual(record?.details.map(({ id }) => id));
      expect(judgeCorrection(correction, record, true)).toEqual({ kind: 'unchanged' });
    }
    expect(read.records.length).toBeGreaterThanOrEqual(records.length - 1);
  });

  it('stands under its name only when it is whole', async () => {
    const path = files.path(form);
    async function* broken(): AsyncGenerator<LumpSumRecord> {
      yield recordOf('r-1');
      await Promise.resolve();
      throw new Error('page 2 is lost');
    }
    await expect(writeRecordFile(path, broken())).rejects.toThrow('page 2 is lost');
    const left = await readdir(dirname(path));
    expect(left.filter((name) => path.endsWith(name) || name.endsWith('.part'))).toEqual([]);
  });
});

describe.each(forms)('a %s of a table', (form) => {
  it('holds every cell as the text it is', async () => {
    const path = files.path(form);
    const columns = [{ name: 'id', width: 30 }, { name: 'remark' }];
    await writeTable(path, columns, [
      ['7397033607132351532', '=1+1'],
      ['007', null],
      ['-1', '-12.50'],
    ]);
    const text = (await readFile(path)).toString('utf8');
    const [record] = (await readCorrectionFile(path).catch(() => ({ records: [] }))).records;
    if (form !== '.json') expect(record?.record).toEqual({ id: '7397033607132351532', remark: '=1+1' });
    else {
      expect(JSON.parse(text)).toEqual([
        { id: '7397033607132351532', remark: '=1+1' },
        { id: '007', remark: null },
        { id: '-1', remark: '-12.50' },
      ]);
    }
  });

  it('may be empty', async () => {
    const path = files.path(form);
    await writeTable(path, [{ name: 'id' }, { name: 'remark' }], []);
    await expect(refusalOf(path)).resolves.toMatch(/holds (a header and )?no corrections/);
  });
});

describe('a CSV', () => {
  it('runs nothing as a formula, and keeps negative amounts as they are', async () => {
    const path = files.path('.csv');
    await writeTable(
      path,
      [{ name: 'a' }],
      [['=1+1'], ['+1'], ['@x'], ['\tx'], ['-2+3'], ['-12.50'], ["'=1"]],
    );
    const text = (await readFile(path)).toString('utf8');
    expect(text).toBe("\ufeffa\r\n'=1+1\r\n'+1\r\n'@x\r\n'\tx\r\n'-2+3\r\n-12.50\r\n''=1\r\n");
  });
});

describe('a workbook', () => {
  it('has every cell formatted as text, the empty ones too, so that Excel keeps what is typed', async () => {
    const path = files.path('.xlsx');
    await writeTable(path, [{ name: 'id' }, { name: 'remark' }], [['1', null]]);
    let cells: string[] = [];
    withSheet(await readFile(path), (xml) => {
      cells = xml.match(/<c [^>]*>/g) ?? [];
      return xml;
    });
    expect(cells).toHaveLength(4);
    for (const cell of cells) expect(cell).toMatch(/ s="[1-9]/);
  });
});

describe('a text longer than Excel takes', () => {
  it('is cut in a workbook, which Excel would call broken otherwise, and nowhere else', async () => {
    const text = 'x'.repeat(40_000);
    for (const [form, length] of [
      ['.xlsx', 32_767],
      ['.csv', 40_000],
    ] as const) {
      const path = files.path(form);
      await writeTable(path, [{ name: 'id' }, { name: 'remark' }], [['a', text]]);
      const { problems } = await readCorrectionFile(path);
      expect(problems[0]?.message).toContain(`it has ${length} characters`);
    }
  });
});

describe('the template', () => {
  it.each(['.xlsx', '.csv'])('as %s names every column that a correction can fill in', async (form) => {
    const path = files.path(form);
    await writeTemplate(path);
    await expect(refusalOf(path)).resolves.toMatch(/holds a header and no corrections/);
    if (form === '.csv') {
      const header = (await readFile(path)).toString('utf8');
      await writeFile(path, `${header}r-1,1${','.repeat(header.split(',').length - 2)}\n`);
      const { records, problems } = await readCorrectionFile(path);
      expect(problems).toEqual([]);
      expect(records).toEqual([{ record: { id: 'r-1', totalAmount: '1' }, rows: [2] }]);
    }
  });

  it('as .json is an empty list', async () => {
    const path = files.path('.json');
    await writeTemplate(path);
    await expect(refusalOf(path)).resolves.toMatch(/holds no corrections/);
  });

  it('has no other form', async () => {
    await expect(writeTemplate(files.path('.ods'))).rejects.toThrow(/must end in \.xlsx, \.csv or \.json/);
    await expect(writeTable(files.path(''), [], [])).rejects.toThrow(/must end in/);
  });
});

describe('half of a surrogate pair in a file', () => {
  it.each(['.xlsx', '.json'] as const)('of the form %s is refused with its place', async (form) => {
    const path = files.path(form);
    await writeRecordFile(path, [recordOf('7397033607132351500', { remark: 'x\ud83d' })]);

    const { records, problems } = await readCorrectionFile(path);

    expect(records).toEqual([]);
    expect(problems).toMatchObject([
      {
        column: form === '.json' ? 'records[0].remark' : 'remark',
        message: 'must not hold U+D83D (a lone surrogate)',
        recordId: '7397033607132351500',
      },
    ]);
  });
});
