import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from '@jest/globals';
import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import { briefly, recordsIn, TempFiles } from './tempFiles.ts';
import { rawWorkbook, row, withPart, withSheet, workbook } from './workbooks.ts';

const files = new TempFiles();

/** The problems of a sheet `id`, `totalAmount` whose second row holds this cell for the amount. */
async function amountCell(cellXml: string): Promise<{ amounts: unknown; problems: string[] }> {
  const read = await files.read('.xlsx', await rawWorkbook(row(2, cellXml)));
  return {
    amounts: read.records.map(({ record }) => record.totalAmount),
    problems: briefly(read.problems),
  };
}

describe('a workbook of corrections', () => {
  it('holds what a CSV holds, in cells of its own kinds', async () => {
    const read = await files.read(
      '.xlsx',
      await workbook([
        [
          'ID',
          'totalAmount',
          'issuanceFrequency',
          'referencePeriodStartDate',
          'allowDetailChanges',
          'remark',
        ],
        ['7397033607132351532', 2000.1, 2, new Date(Date.UTC(2024, 7, 31)), true, ' a\nb '],
        [],
        ['r-2', -12.5, '3', '2024-08-31', 'false', 7],
      ]),
    );
    expect(read.problems).toEqual([]);
    expect(read.records).toEqual([
      {
        record: {
          id: '7397033607132351532',
          totalAmount: '2000.1',
          issuanceFrequency: 2,
          referencePeriodStartDate: '2024-08-31',
          allowDetailChanges: true,
          remark: ' a\nb ',
        },
        rows: [2],
      },
      {
        record: {
          id: 'r-2',
          totalAmount: '-12.5',
          issuanceFrequency: 3,
          referencePeriodStartDate: '2024-08-31',
          allowDetailChanges: false,
          remark: '7',
        },
        rows: [4],
      },
    ]);
  });

  it('takes the sheet called corrections, else the first', async () => {
    const sheet = (name: string, id: string) => ({
      sheet: name,
      data: [
        ['id', 'remark'],
        [id, 'x'],
      ],
    });
    const named = await writeXlsxFile([sheet('Notes', 'a'), sheet(' Corrections', 'b')]).toBuffer();
    expect(recordsIn(await files.read('.xlsx', named))).toEqual([{ id: 'b', remark: 'x' }]);
    const unnamed = await writeXlsxFile([sheet('Eins', 'a'), sheet('Zwei', 'b')]).toBuffer();
    expect(recordsIn(await files.read('.xlsx', unnamed))).toEqual([{ id: 'a', remark: 'x' }]);
  });

  it('is told by its bytes, whatever it is called', async () => {
    const bytes = await workbook([
      ['id', 'remark'],
      ['a', 'x'],
    ]);
    expect(recordsIn(await files.read('.csv', bytes))).toEqual([{ id: 'a', remark: 'x' }]);
  });
});

describe('a number in a cell', () => {
  it.each([
    ['2000', '2000'],
    ['0.1', '0.1'],
    // 17 digits are how Excel keeps what was typed as these:
    ['4.0999999999999996', '4.1'],
    ['2000.0999999999999', '2000.1'],
    ['-8.6999999999999993', '-8.7'],
    ['123456789012.34', '123456789012.34'],
  ])('kept as %s is the amount %s', async (kept, amount) => {
    await expect(amountCell(`<c r="B2"><v>${kept}</v></c>`)).resolves.toEqual({
      amounts: [amount],
      problems: [],
    });
  });

  it.each(['0.30000000000000004', '1E-3', '7.3970336071323E+18', '12345678901234567', '1234567890123456.7'])(
    'kept as %s is refused: no such number was typed',
    async (kept) => {
      const { amounts, problems } = await amountCell(`<c r="B2"><v>${kept}</v></c>`);
      expect(amounts).toEqual([]);
      expect(problems).toEqual([`2 totalAmount ${kept}: excelRounded`]);
    },
  );

  it.each([
    ['123456789012345', []],
    ['7397033607132350000', ['2 id 7397033607132350000: excelRounded']],
    ['7.3970336071323505E+18', ['2 id 7.3970336071323505E+18: excelRounded']],
    ['12.5', ['2 id 12.5: excelRounded']],
  ])('is an id only while Excel keeps all of it: %s', async (kept, problems) => {
    const bytes = await workbook([
      ['id', 'remark'],
      [1, 'x'],
    ]);
    const read = await files.read(
      '.xlsx',
      withSheet(bytes, (xml) => xml.replace('<v>1</v></c><c r="B2"', `<v>${kept}</v></c><c r="B2"`)),
    );
    expect(briefly(read.problems)).toEqual(problems);
    expect(read.records.map(({ record }) => record.id)).toEqual(problems.length > 0 ? [] : [kept]);
  });
});

describe('a date in a cell', () => {
  it.each(['1', 'true'])('is right in the date system of 1904 (%s)', async (flag) => {
    const bytes = await workbook([
      ['id', 'referencePeriodStartDate'],
      ['a', new Date(Date.UTC(2020, 1, 29))],
    ]);
    const old = withPart(bytes, 'xl/workbook.xml', (xml) =>
      /<workbookPr\b/.test(xml)
        ? xml.replace(/<workbookPr\b/, `<workbookPr date1904="${flag}"`)
        : xml.replace('<sheets>', `<workbookPr date1904="${flag}"/><sheets>`),
    );
    // The same count of days is 1,462 days later there.
    expect(recordsIn(await files.read('.xlsx', old))).toEqual([
      { id: 'a', referencePeriodStartDate: '2024-03-01' },
    ]);
  });

  it('may be in ISO form, as strict workbooks keep it, and has no time zone then either', async () => {
    const bytes = await workbook([
      ['id', 'referencePeriodStartDate'],
      ['a', 'DATE'],
    ]);
    const strict = withSheet(bytes, (xml) =>
      xml.replace(/<c r="B2"[^>]*>.*?<\/c>/, '<c r="B2" t="d"><v>2024-08-01T00:00:00.000</v></c>'),
    );
    expect(recordsIn(await files.read('.xlsx', strict))).toEqual([
      { id: 'a', referencePeriodStartDate: '2024-08-01' },
    ]);
  });

  it('with a time is the modify time that a query wrote, to the second', async () => {
    const time = new Date(Date.UTC(2024, 7, 1, 12, 34, 56));
    const bytes = await writeXlsxFile([
      ['id', 'remark', 'modifyTime'],
      ['a', 'x', { value: time, type: Date, format: 'yyyy-mm-dd hh:mm:ss' } satisfies CellObject],
    ]).toBuffer();
    expect(recordsIn(await files.read('.xlsx', bytes))).toEqual([
      { id: 'a', remark: 'x', expectedModifyTime: '2024-08-01 12:34:56' },
    ]);
  });

  it('is refused where no date belongs', async () => {
    const day = new Date(Date.UTC(2024, 0, 1));
    const bytes = await workbook([
      ['id', 'totalAmount', 'remark', 'issuanceFrequency'],
      ['a', day, day, day],
    ]);
    expect(briefly((await files.read('.xlsx', bytes)).problems)).toEqual([
      '2 totalAmount 2024-01-01: cellType',
      '2 remark 2024-01-01: cellType',
      '2 issuanceFrequency 2024-01-01: 21270208',
    ]);
  });
});

describe('a formula', () => {
  it('counts as what it came to', async () => {
    await expect(amountCell('<c r="B2"><f>1000+1000.5</f><v>2000.5</v></c>')).resolves.toEqual({
      amounts: ['2000.5'],
      problems: [],
    });
  });

  it('that came to no text at all is an empty cell', async () => {
    await expect(amountCell('<c r="B2" t="str"><f>A9</f><v></v></c>')).resolves.toEqual({
      amounts: [undefined],
      problems: [],
    });
  });

  it('that came to an error is refused by the error, never taken for an empty cell', async () => {
    await expect(amountCell('<c r="B2" t="e"><f>A9/0</f><v>#DIV/0!</v></c>')).resolves.toEqual({
      amounts: [],
      problems: ['2 totalAmount #DIV/0!: excelError'],
    });
  });

  it.each([
    '<c r="B2"><f>SUM(A1:A2)</f></c>',
    '<c r="B2" t="str"><f>A1</f></c>',
    '<c r="B2"><f>A1</f><v></v></c>',
    '<c r="B2"><f>A1</f><v/></c>',
  ])('that was never calculated is refused: %s', async (cell) => {
    await expect(amountCell(cell)).resolves.toEqual({
      amounts: [],
      problems: ['2 totalAmount : excelError'],
    });
  });

  it('is refused in a row that holds nothing else', async () => {
    const bytes = await rawWorkbook(`${row(2, '')}<row r="9"><c r="B9" t="e"><v>#REF!</v></c></row>`);
    const { problems } = await files.read('.xlsx', bytes);
    expect(problems).toEqual([expect.objectContaining({ row: 9, column: 'id', rule: 'required' })]);
  });
});

describe('a workbook as a whole', () => {
  it('is refused when a filter hides rows: what nobody sees must not be corrected', async () => {
    const bytes = await rawWorkbook(
      [2, 3, 4, 5, 6, 7].map((at) => row(at, '', [3, 4, 6].includes(at) ? ' hidden="1"' : '')).join(''),
    );
    await expect(files.refusal('.xlsx', bytes)).resolves.toMatch(
      /has values in hidden rows \(3-4, 6\); clear the filter/,
    );
  });

  it('may hide rows without values', async () => {
    const bytes = await rawWorkbook(
      `${row(2, '<c r="B2"><v>1</v></c>')}<row r="3" hidden="1"><c r="A3" s="0"/></row><row r="4" hidden="true"/>`,
    );
    expect((await files.read('.xlsx', bytes)).records).toHaveLength(1);
  });

  it('is refused when the sheet is hidden', async () => {
    const bytes = withPart(
      await workbook([
        ['id', 'remark'],
        ['a', 'x'],
      ]),
      'xl/workbook.xml',
      (xml) => xml.replace('<sheet ', '<sheet state="hidden" '),
    );
    await expect(files.refusal('.xlsx', bytes)).resolves.toMatch(/from a hidden sheet/);
  });

  it('is refused for a value far from the table, which would make every row that long', async () => {
    await expect(
      files.refusal('.xlsx', await rawWorkbook(row(2, '<c r="XFD2"><v>1</v></c>'))),
    ).resolves.toMatch(/XFD2, far right/);
    await expect(
      files.refusal('.xlsx', await rawWorkbook('<row r="900000000"><c r="A900000000"><v>1</v></c></row>')),
    ).resolves.toMatch(/more than 100000 rows/);
  });

  it('is refused when it is damaged', async () => {
    const bytes = await workbook([
      ['id', 'remark'],
      ['a', 'x'],
    ]);
    await expect(
      files.refusal(
        '.xlsx',
        withSheet(bytes, (xml) => xml.slice(0, -40)),
      ),
    ).resolves.toMatch(/save it anew/);
    await expect(files.refusal('.xlsx', bytes.subarray(0, 400))).resolves.toMatch(/is no Excel workbook/);
  });

  it('is refused when a text in it is no UTF-8', async () => {
    const parts = unzipSync(
      await workbook([
        ['id', 'remark'],
        ['a', 'x~y'],
      ]),
    );
    const texts = parts['xl/sharedStrings.xml']!;
    texts[texts.indexOf('~'.charCodeAt(0))] = 0xff;
    await expect(files.refusal('.xlsx', zipSync(parts))).resolves.toMatch(/is a damaged workbook/);
  });

  it('tells of a merged cell, which holds its value in the first row only', async () => {
    const bytes = await workbook([
      ['id', 'details.id'],
      ['a', 'd-1'],
      [null, 'd-2'],
    ]);
    const { problems, wrong } = await files.read('.xlsx', bytes);
    expect(problems[0]?.message).toMatch(/merged cell/);
    expect(wrong).toEqual(['a']);
  });
});
