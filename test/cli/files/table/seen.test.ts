import { describe, expect, it } from '@jest/globals';
import { briefly, recordsIn, TempFiles } from '../lumpSum/tempFiles.ts';
import { rawBook, textCell, textRow, type BookOptions } from './rawBook.ts';

const files = new TempFiles();
const head = textRow(1, ['id', 'remark', 'totalAmount', 'details.id']);

/** The records and problems of a sheet of corrections. */
async function sheet(rows: string, options: BookOptions = {}) {
  const read = await files.read('.xlsx', rawBook(head + rows, options));
  return { records: recordsIn(read), problems: briefly(read.problems), wrong: read.wrong };
}

function refusal(rows: string, options: BookOptions = {}): Promise<string> {
  return files.refusal('.xlsx', rawBook(head + rows, options));
}

/** The second row, its remark in a shared text. */
const shared = `<row r="2">${textCell('A2', 'r-1')}<c r="B2" t="s"><v>0</v></c></row>`;
const seen = { records: [{ id: 'r-1', remark: 'seen' }], problems: [], wrong: [] };

describe('a text of a workbook', () => {
  it.each([
    ['CDATA', '<si><t><![CDATA[overtime <late>]]></t></si>', 'overtime <late>'],
    ['CDATA amid text', '<si><t>1<![CDATA[00]]>0.<![CDATA[0]]>0</t></si>', '1000.00'],
    ['runs', '<si><r><t>a </t></r><r><rPr><b/></rPr><t xml:space="preserve">b</t></r></si>', 'a b'],
    [
      'a way to say it',
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>',
      '東京',
    ],
    ['entities', '<si><t>&lt;&amp;&#x4E00;&#20108;&gt;</t></si>', '<&一二>'],
    ['comments', '<si><t>a<!-- not this -->b</t></si>', 'ab'],
    ['escapes', '<si><t>a_x000A_b_x005F_x0041_</t></si>', 'a\nb_x0041_'],
    [
      'a prefix',
      '<q:si xmlns:q="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><q:t>p</q:t></q:si>',
      'p',
    ],
  ])('that holds %s is read whole', async (_, sharedStrings, remark) => {
    await expect(sheet(shared, { sharedStrings })).resolves.toMatchObject({
      records: [{ id: 'r-1', remark }],
      problems: [],
    });
  });

  it('that is an entity of the file itself is refused: it could be anything', async () => {
    const sharedStrings =
      '<!DOCTYPE sst [<!ENTITY e "9">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&e;</t></si></sst>';
    await expect(refusal(shared, { parts: { 'xl/sharedStrings.xml': sharedStrings } })).resolves.toMatch(
      /is a damaged workbook/,
    );
  });

  it.each([
    '<row r="2"><c r="B2" t="s"><v>7</v></c></row>',
    '<row r="2"><c r="B2" t="s"><v>-1</v></c></row>',
  ])('that is not in the workbook is a fault of its cell, never an empty one: %s', async (row) => {
    const rows = row.replace('<c', `${textCell('A2', 'r-1')}<c`);
    await expect(sheet(rows, { sharedStrings: '<si><t>x</t></si>' })).resolves.toMatchObject({
      records: [],
      problems: [expect.stringMatching(/^2 remark .*: cellType$/)],
    });
  });

  it.each([
    ['an element nobody knows', '<si><x>1</x></si>'],
    ['text beside the text', '<si>1<t>2</t></si>'],
  ])('with %s is refused', async (_, sharedStrings) => {
    await expect(refusal(shared, { sharedStrings })).resolves.toMatch(
      /is a damaged workbook \(.*sharedStrings/,
    );
  });
});

describe('the parts of a workbook', () => {
  const rows = textRow(2, ['r-1', 'seen']);
  it.each<[string, BookOptions]>([
    ['workbook22.xml', { workbook: 'workbook22.xml' }],
    ['a target with ../', { target: '../xl/worksheets/sheet1.xml' }],
    ['a target with ./', { target: './worksheets/./sheet1.xml' }],
    ['an absolute target', { target: '/xl/worksheets/sheet1.xml' }],
    ['an absolute workbook', { workbookTarget: '/xl/workbook.xml' }],
    ['a target in another case', { target: 'Worksheets/Sheet1.XML' }],
    ['a sheet elsewhere', { target: '../data/first%20one.xml', sheetPath: 'data/first one.xml' }],
    [
      'strict namespaces',
      {
        namespace: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
        relation: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
      },
    ],
  ])('are found by the relations: %s', async (_, options) => {
    await expect(sheet(rows, options)).resolves.toEqual(seen);
  });

  it('may be written with a prefix', async () => {
    const prefixed = (head + rows).replace(/<(\/?)(?=\w)/g, '<$1x:');
    const read = await files.read('.xlsx', rawBook(prefixed, { prefix: 'x:' }));
    expect(recordsIn(read)).toEqual(seen.records);
  });

  it('are read in UTF-16 with a mark, and in no encoding that they only claim', async () => {
    const part = `<?xml version="1.0" encoding="ISO-8859-1"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>`;
    await expect(refusal(shared, { parts: { 'xl/sharedStrings.xml': part } })).resolves.toMatch(
      /sharedStrings\.xml is in ISO-8859-1/,
    );
  });

  it('are refused where two have one name: who sees the file may see the other', async () => {
    const bytes = rawBook(rows, { parts: { 'xl/worksheets/SHEET1.xml': '<x/>' } });
    await expect(files.refusal('.xlsx', bytes)).resolves.toMatch(/two of its parts have one name/);
  });
});

describe('what nobody sees', () => {
  const rows = textRow(2, ['r-1', 'seen']);
  it.each([
    ['of height 0', rows + textRow(3, ['r-2', 'unseen'], ' ht="0" customHeight="1"'), {}],
    ['of height 0.5', rows + textRow(3, ['r-2', 'unseen'], ' ht="0.5"'), {}],
    [
      'hidden as a sheet hides its rows',
      textRow(2, ['r-1', 'seen'], ' ht="15"') + textRow(3, ['r-2', 'unseen']),
      { before: '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>' },
    ],
  ])('is refused in rows %s', async (_, its, options) => {
    const shown = its.replace('<row r="1"', '<row r="1" ht="15"');
    await expect(
      files.refusal('.xlsx', rawBook(head.replace('r="1"', 'r="1" ht="15"') + shown, options)),
    ).resolves.toMatch(/has values in hidden rows \(3\)/);
  });

  it.each([
    ['hidden', '<cols><col min="2" max="2" hidden="1"/></cols>'],
    ['of no width', '<cols><col min="1" max="1" width="9"/><col min="2" max="4" width="0"/></cols>'],
    [
      'of no width unless they say so',
      '<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>',
    ],
  ])('is refused in columns %s, by the letter', async (_, before) => {
    await expect(refusal(rows, { before })).resolves.toMatch(/has values in the hidden column B \(remark\)/);
  });

  it('may be a hidden column without values, or one that is there to be read only', async () => {
    const bytes = rawBook(
      textRow(1, ['id', 'remark', 'userId', 'totalAmount']) + textRow(2, ['r-1', 'seen', 'ou_1']),
      { before: '<cols><col min="3" max="4" hidden="1"/></cols>' },
    );
    expect(recordsIn(await files.read('.xlsx', bytes))).toEqual(seen.records);
  });

  it.each([
    [
      'a format that shows nothing',
      '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>',
      'numFmtId="170"',
      'not at all',
    ],
    [
      'a font that strikes it out',
      '<fonts><font/><font><strike/></font></fonts>',
      'numFmtId="0" fontId="1"',
      'struck out',
    ],
  ])('is refused by its cell: %s', async (_, styles, style, how) => {
    const its = `<row r="2">${textCell('A2', 'r-1')}${textCell('B2', 'unseen', ' s="1"')}</row>`;
    const all = `${styles}<cellXfs><xf numFmtId="0"/><xf ${style}/></cellXfs>`;
    const read = await files.read('.xlsx', rawBook(head + its, { styles: all }));
    expect(briefly(read.problems)).toEqual(['2 remark unseen: shownOtherwise']);
    expect(read.problems[0]?.message).toMatch(how);
  });

  it('is refused in a run that is struck out', async () => {
    const sharedStrings = '<si><r><t>not </t></r><r><rPr><strike/></rPr><t>this</t></r></si>';
    await expect(sheet(shared, { sharedStrings })).resolves.toMatchObject({
      records: [],
      problems: ['2 remark not this: shownOtherwise'],
    });
  });
});

describe('merged cells', () => {
  const merged = (range: string) => ({
    after: `<mergeCells count="1"><mergeCell ref="${range}"/></mergeCells>`,
  });
  const three = textRow(2, ['r-1', 'bonus', '', '']) + textRow(3, ['r-2']) + textRow(4, ['r-3', '', '5']);

  it('over several records are refused by the range, for each of them', async () => {
    const read = await files.read('.xlsx', rawBook(head + three, merged('B2:B4')));
    expect(briefly(read.problems)).toEqual([
      '2 remark -: merged',
      '3 remark -: merged',
      '4 remark -: merged',
    ]);
    expect(read.problems[0]?.message).toMatch(/B2:B4/);
    expect(read.records).toEqual([]);
  });

  it('are right where one record has one value', async () => {
    const rows = textRow(2, ['r-1', 'bonus', '', 'd-1']) + textRow(3, ['r-1', '', '', 'd-2']);
    await expect(sheet(rows, merged('B2:B3'))).resolves.toEqual({
      records: [{ id: 'r-1', remark: 'bonus', details: [{ id: 'd-1' }, { id: 'd-2' }] }],
      problems: [],
      wrong: [],
    });
  });

  it.each([
    [
      'over two details',
      'C2:C3',
      textRow(2, ['r-1', '1', '2']) + textRow(3, ['r-1', '2', '']),
      'details.issuanceAmount',
    ],
    ['over two columns', 'B2:C2', textRow(2, ['r-1', '1', '']), 'details.id'],
    [
      'with a value below the shown one',
      'B2:B3',
      textRow(2, ['r-1', '1', '2']) + textRow(3, ['r-1', '2', '2']),
      'details.id',
    ],
  ])('within one record are refused %s', async (_, range, rows, column) => {
    const bytes = rawBook(textRow(1, ['id', 'details.id', 'details.issuanceAmount']) + rows, merged(range));
    const { problems } = await files.read('.xlsx', bytes);
    expect(briefly(problems)).toContain(`2 ${column} -: merged`);
  });

  it('without values, and in what is there to be read only, do no harm', async () => {
    const rows = textRow(2, ['r-1', 'seen']);
    await expect(sheet(rows, merged('C2:D9'))).resolves.toEqual(seen);
  });
});

describe('cells of a sheet', () => {
  it('stand where their address says, in any order, or beside the last where they have none', async () => {
    const rows =
      `<row r="3">${textCell('B3', 'third')}${textCell('A3', 'r-3')}</row>` +
      `<row r="2"><c t="inlineStr"><is><t>r-2</t></is></c><c t="inlineStr"><is><t>second</t></is></c></row>`;
    const read = await files.read('.xlsx', rawBook(head + rows));
    expect(read.records).toEqual([
      { record: { id: 'r-2', remark: 'second' }, rows: [2] },
      { record: { id: 'r-3', remark: 'third' }, rows: [3] },
    ]);
  });

  it.each([
    ['twice at one address', textCell('B2', 'x') + textCell('B2', 'y'), '2 remark y: cellType'],
    ['of a kind nobody knows', '<c r="B2" t="q"><v>1</v></c>', '2 remark 1: cellType'],
    ['a number that is none', '<c r="C2"><v>1,5</v></c>', '2 totalAmount 1,5: cellType'],
    ['a hexadecimal number', '<c r="C2"><v>0x10</v></c>', '2 totalAmount 0x10: cellType'],
    ['neither TRUE nor FALSE', '<c r="B2" t="b"><v>2</v></c>', '2 remark 2: cellType'],
    ['an error', '<c r="C2" t="e"><v>#N/A</v></c>', '2 totalAmount #N/A: excelError'],
    ['TRUE for an amount', '<c r="C2" t="b"><v>1</v></c>', '2 totalAmount TRUE: cellType'],
  ])('that are %s are a fault by their row and column', async (_, cells, problem) => {
    const rows = `<row r="2">${textCell('A2', 'r-1')}${cells}</row>`;
    await expect(sheet(rows)).resolves.toMatchObject({ records: [], problems: [problem] });
  });

  it.each([
    ['in a row of another number', `<row r="2">${textCell('A3', 'r-1')}</row>`, /A3 stands in row 2/],
    ['of no address', `<row r="2">${textCell('2A', 'r-1')}</row>`, /2A is no cell/],
    [
      'in an element nobody knows',
      `<row r="2"><x>${textCell('A2', 'r-1')}</x></row>`,
      /x in row is not known/,
    ],
    ['with two values', '<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>', /A2 has two values/],
  ])('%s make the workbook a damaged one', async (_, rows, reason) => {
    await expect(refusal(rows)).resolves.toMatch(reason);
  });
});

describe('a number that its format shows as something else', () => {
  const styled = (format: string, digits: string) =>
    files.read(
      '.xlsx',
      rawBook(`${head}<row r="2">${textCell('A2', 'r-1')}<c r="C2" s="1"><v>${digits}</v></c></row>`, {
        styles: `<numFmts><numFmt numFmtId="170" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>`,
      }),
    );

  it.each([
    ['0%', '0.5', /by %/],
    ['0', '12.5', /rounded/],
    ['0.0', '12.55', /rounded/],
    ['#,##0.00,', '12000', /in thousands/],
    ['#,##0,,', '12000000', /in thousands/],
    ['0.00E+00', '1200', /by E\+/],
    ['# ?/?', '0.5', /with "\/" beside it|rounded/],
    ['0.00"万"', '5', /with "万" beside it/],
    ['"1"0', '5', /with "1" beside it/],
    ['00000', '123', /with zeros before it/],
    ['0.00;0.00', '-5', /without its minus/],
    ['0.00;;', '0', /not at all/],
    ['[>100]0;0.0', '5', /by \[>100\]/],
    ['[DBNum1]0', '5', /by \[DBNum1\]/],
    ['000-00-0000', '123456789', /in groups/],
    ['yyyy', '45000', /a part of a date/],
    ['[h]:mm', '1.5', /a part of a date/],
  ])('is refused: %s of %s', async (format, digits, message) => {
    const { problems } = await styled(format, digits);
    expect(briefly(problems)).toEqual([`2 totalAmount ${digits}: shownOtherwise`]);
    expect(problems[0]?.message).toMatch(message);
  });

  it.each([
    ['#,##0.00', '1234.5'],
    ['"¥"#,##0.00;[Red]\\-"¥"#,##0.00', '-5'],
    ['_ [$￥-804]* #,##0.00_ ;_ [$￥-804]* \\-#,##0.00_ ;_ [$￥-804]* "-"??_ ;_ @_ ', '1234.5'],
    ['0.00"元"', '12'],
    ['0.00_);(0.00)', '-5'],
    ['#,##0', '12000'],
    ['@', '12'],
  ])('is read where it shows the number itself: %s of %s', async (format, digits) => {
    const read = await styled(format, digits);
    expect(briefly(read.problems)).toEqual([]);
    expect(recordsIn(read)).toEqual([{ id: 'r-1', totalAmount: digits }]);
  });
});
