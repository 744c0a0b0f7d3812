import { describe, expect, it } from '@jest/globals';
import { briefly, recordsIn, refusalOf, TempFiles } from './tempFiles.ts';

const files = new TempFiles();

const head = 'id,totalAmount,remark,details.id,details.issuanceAmount\n';

describe('a CSV of corrections', () => {
  it('holds one detail a row, the rows of one record together', async () => {
    const read = await files.read(
      '.csv',
      `${head}r-1,3000.00,x,d-1,1000\nr-1,,,d-2,2000.00\n\nr-2,5,,,\nr-3,,,d-9,1\nr-3,,,,2\n`,
    );
    expect(read).toEqual({
      records: [
        {
          record: {
            id: 'r-1',
            totalAmount: '3000.00',
            remark: 'x',
            details: [
              { id: 'd-1', issuanceAmount: '1000' },
              { id: 'd-2', issuanceAmount: '2000.00' },
            ],
          },
          rows: [2, 3],
        },
        { record: { id: 'r-2', totalAmount: '5' }, rows: [5] },
        {
          record: { id: 'r-3', details: [{ id: 'd-9', issuanceAmount: '1' }, { issuanceAmount: '2' }] },
          rows: [6, 7],
        },
      ],
      problems: [],
      wrong: [],
      encoding: 'utf-8',
    });
  });

  it('knows its columns by name whatever their case and place, and leaves out those that are there to be read', async () => {
    const read = await files.read(
      '.csv',
      ' userId ,MODIFYTIME,TotalAmount,details.currencyId,ID,allowdetailchanges,issuanceFrequency\n' +
        'ou_1,2024-08-01 12:34:56,2.50,680,r-1,TRUE,3\n',
    );
    expect(recordsIn(read)).toEqual([
      {
        id: 'r-1',
        totalAmount: '2.50',
        expectedModifyTime: '2024-08-01 12:34:56',
        allowDetailChanges: true,
        issuanceFrequency: 3,
      },
    ]);
  });

  it('keeps a remark to the last space, and no other cell', async () => {
    const read = await files.read('.csv', 'id,remark,currencyId\nr-1," a ""b""\r\n ",680\n');
    expect(recordsIn(read)).toEqual([{ id: 'r-1', remark: ' a "b"\r\n ', currencyId: '680' }]);
  });

  it('refuses an id that would be another one, with its row and its character', async () => {
    const read = await files.read('.csv', 'id,currencyId,remark\nr-1\u200b,,x\nr-2, 680,x\nr-3 ,680,x\n');
    expect(read.records).toEqual([]);
    expect(read.problems).toMatchObject([
      {
        row: 2,
        column: 'id',
        rule: 'contract',
        message: 'must not hold U+200B (zero width space), got "r-1\\u200b"',
      },
      { row: 3, column: 'currencyId', message: 'must not begin with U+0020 (space), got " 680"' },
      { row: 4, column: 'id', message: 'must not end with U+0020 (space), got "r-3 "' },
    ]);
  });

  it('tells rows as a spreadsheet does, over empty lines and cells of several lines', async () => {
    const read = await files.read('.csv', 'id,remark,totalAmount\n\nr-1,"a\nb\nc",x\n,,\n  ,,\nr-2,,y\n');
    expect(briefly(read.problems)).toEqual(['3 totalAmount x: 21270203', '6 totalAmount y: 21270203']);
  });

  it.each([';', '\t'])('may be separated by %j', async (delimiter) => {
    const read = await files.read('.csv', `id${delimiter}remark\nr-1${delimiter}a, b\n`);
    expect(recordsIn(read)).toEqual([{ id: 'r-1', remark: 'a, b' }]);
  });

  it('names every problem of a record at once, each by row, column, value and rule', async () => {
    const read = await files.read(
      '.csv',
      'id,totalAmount,issuanceFrequency,referencePeriodStartDate,details.issuanceAmount,details.issuanceWay,details.issuanceTime\n' +
        'r-1,10.00,two,2024/8/1,1.001,with_cash,2024-02-30\n' +
        'r-1,,,,"2,000.00",by_cheque,\n',
    );
    expect(read.records).toEqual([]);
    expect(read.wrong).toEqual(['r-1']);
    expect(new Set(read.problems.map(({ recordId }) => recordId))).toEqual(new Set(['r-1']));
    expect(briefly(read.problems)).toEqual([
      '2 issuanceFrequency two: 21270208',
      '2 referencePeriodStartDate 2024/8/1: 2290001',
      '2 details.issuanceAmount 1.001: 21270205',
      '2 details.issuanceTime 2024-02-30: 21270213',
      '3 details.issuanceAmount 2,000.00: separators',
      '3 details.issuanceWay by_cheque: 21270214',
    ]);
  });

  it('finds a sum that does not agree, at the row that says the total', async () => {
    const read = await files.read('.csv', `${head}r-1,3000.00,,d-1,1000\nr-1,,,d-2,1999.99\n`);
    expect(briefly(read.problems)).toEqual(['2 totalAmount 3000.00: 21270206']);
  });

  it.each([
    ['2,000.00', /write 2000\.00/],
    ['2 000,00', /write digits and a point/],
    ['2.000,00', /write digits and a point/],
    ['２０００．００', /write 2000\.00/],
    ['￥2000.00', /write digits and a point/],
    ['2000,50', /write digits and a point/],
    ['2000元', /write digits and a point/],
  ])('refuses the amount %s by name and tells the plain form', async (amount, message) => {
    const { problems } = await files.read('.csv', `id,totalAmount\nr-1,"${amount}"\n`);
    expect(problems).toEqual([
      expect.objectContaining({ row: 2, column: 'totalAmount', value: amount, rule: 'separators' }),
    ]);
    expect(problems[0]?.message).toMatch(message);
  });

  it.each(['7.39703E+18', '7,39703e18', '7E+18'])('refuses %s, what Excel has left of an id', async (id) => {
    const { problems, wrong } = await files.read('.csv', `id,totalAmount\n"${id}",1\n`);
    expect(briefly(problems)).toEqual([`2 id ${id}: excelRounded`]);
    expect(wrong).toEqual([]);
  });

  it.each(['2024/8/1 12:34', '2024-08-01 12:34', '2024-08-01'])(
    'refuses the modify time %s, which would make the record stale for ever',
    async (time) => {
      const { problems } = await files.read('.csv', `id,remark,modifyTime\nr-1,x,${time}\n`);
      expect(briefly(problems)).toEqual([`2 modifyTime ${time}: cellType`]);
    },
  );

  it('refuses errors that Excel has written out', async () => {
    const { problems } = await files.read('.csv', 'id,totalAmount,remark\nr-1,#REF!,#N/A\n');
    expect(briefly(problems)).toEqual(['2 totalAmount #REF!: excelError', '2 remark #N/A: excelError']);
  });

  it('refuses a record that comes back further down, the first row of it too', async () => {
    const read = await files.read('.csv', `${head}r-1,1,,,\nr-2,1,,,\nr-1,3,,d,1\n\nr-1,,,e,2\n`);
    expect(briefly(read.problems)).toEqual(['4 id r-1: duplicate', '6 id r-1: duplicate']);
    expect(read.problems[0]?.message).toMatch(/row 2 already/);
    expect(read.problems[1]?.message).toMatch(/row 2 already/);
    expect(read.records.map(({ rows }) => rows)).toEqual([[3]]);
    expect(read.wrong).toEqual(['r-1']);
  });

  it('refuses two rows of a record that say two things, or add no detail', async () => {
    const read = await files.read(
      '.csv',
      `${head}r-1,1,a,d-1,1\nr-1,2,a,d-2,1\nr-2,1,,,\nr-2,1,,,\nr-3,,,d-1,1\nr-3,,b,,\n`,
    );
    expect(briefly(read.problems)).toEqual([
      '2 totalAmount 1: 21270206',
      '3 totalAmount 2: disagrees',
      '5 id r-2: duplicate',
      '7 id r-3: duplicate',
    ]);
  });

  it('takes no row without an id for anything: the record above may be missing it', async () => {
    const read = await files.read('.csv', `${head}r-1,,,d-1,1\n,,,d-2,1\nr-2,1,,,\n`);
    expect(read.problems).toEqual([
      expect.objectContaining({ row: 3, column: 'id', rule: 'required', recordId: 'r-1' }),
    ]);
    expect(read.records.map(({ record }) => record.id)).toEqual(['r-2']);
  });

  it('takes no row with more or fewer cells than columns', async () => {
    const read = await files.read('.csv', `${head}r-1,1,,,\nr-2,2,000.00,,,\nr-3,1\nr-4,1,,,\n`);
    expect(briefly(read.problems)).toEqual(['3 - -: cells', '4 - -: cells']);
    expect(read.records.map(({ record }) => record.id)).toEqual(['r-4']);
  });

  it('refuses a value that stands under no name', async () => {
    const read = await files.read('.csv', 'id,remark,\nr-1,x,\nr-2,x,y\n');
    expect(briefly(read.problems)).toEqual(['3 - y: cells']);
    expect(read.wrong).toEqual(['r-2']);
  });

  it('holds what the contract holds: texts of 255 characters, no detail twice', async () => {
    const long = 'x'.repeat(256);
    const read = await files.read(
      '.csv',
      `id,currencyId,totalAmount,details.id,details.issuanceAmount\nr-1,${long},z,d-1,1\nr-1,,,d-1,1\n`,
    );
    expect(briefly(read.problems)).toEqual([
      `2 currencyId ${long.slice(0, 57)}...: contract`,
      '2 totalAmount z: 21270203',
      '3 details.id d-1: contract',
    ]);
  });
});

describe('a file as a whole', () => {
  it('is refused for columns that are not known, all of them, with the name that was meant', async () => {
    const reason = await files.refusal(
      '.csv',
      'id,totalamounts,details.isuanceTime,salary,remark\nr-1,,,,\n',
    );
    expect(reason).toMatch(/no column "totalamounts", is it totalAmount\?/);
    expect(reason).toMatch(/no column "details\.isuanceTime", is it details\.issuanceTime\?/);
    expect(reason).toMatch(/no column "salary", take it out/);
  });

  it.each([
    ['nothing', '', /^is empty/],
    ['empty lines', '\n\n , ,\n', /^is empty/],
    ['a header alone', head, /holds a header and no corrections/],
    ['no header', 'r-1,2.00\n', /no column "r-1"/],
    ['no column id', 'remark,totalAmount\nx,1\n', /there is no column id/],
    ['ids alone', 'id,modifyTime,userId\nr-1,,\n', /no column says what is to be corrected/],
    ['a column twice', 'id,remark,Remark\nr-1,a,b\n', /remark and Remark say the same thing/],
    ['two modify times', 'id,remark,modifyTime,expectedModifyTime\nr,,,\n', /say the same thing/],
    ['a quote that never ends', 'id,remark\nr-1,"x\n', /is no CSV: Quote Not Closed/],
    ['a quote inside', 'id,remark\nr-1,a"x\n', /is no CSV: /],
  ])('is refused when it holds %s', async (_, content, reason) => {
    await expect(files.refusal('.csv', content)).resolves.toMatch(reason);
  });

  it.each([
    ['.xls', 'id,remark', /is no Excel workbook, whatever its name says/],
    ['.xlsx', '<table></table>', /is no Excel workbook, whatever its name says/],
    ['.pdf', '%PDF', /is of no known form/],
    ['.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /is an old \.xls or protected by a password/],
    ['.xlsx', 'PK\u0003\u0004 and no more', /is no Excel workbook/],
  ])('%s that is something else is refused by name', async (ending, content, reason) => {
    await expect(files.refusal(ending, content)).resolves.toMatch(reason);
  });

  it('that is not there is refused by name', async () => {
    await expect(refusalOf(files.path('.csv'))).resolves.toMatch(/cannot be read: .*ENOENT/);
  });
});
