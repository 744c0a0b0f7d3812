import { describe, expect, it } from '@jest/globals';
import { readPayoutFile } from '../../../cli/files/payoutFile.ts';
import type { FiledFlow } from '../../../clients/flows.ts';
import { rawBook, textCell, textRow, type BookOptions } from './table/rawBook.ts';

const head = textRow(1, ['orderId', 'externalCode', 'amount', 'summary', 'accountUserId', 'settleBy']);

/** What a file is read as: the inputs, or `where: what` of every problem. */
async function read(bytes: Uint8Array, name = 'a.xlsx', flow: FiledFlow = 'allinpayWithdrawal') {
  const parsed = await readPayoutFile(flow, name, bytes, {});
  if (parsed.ok) return parsed.value.requests.map(({ input }) => input);
  return parsed.problems.map(({ field, message }) =>
    field === undefined ? message : `${field}: ${message}`,
  );
}

function sheet(rows: string, options: BookOptions = {}) {
  return read(rawBook(head + rows, options));
}

function csv(text: string | Uint8Array, flow: FiledFlow = 'allinpayWithdrawal') {
  return read(Buffer.from(text), 'a.csv', flow);
}

/** One row whose amount is this cell. */
function amount(cell: string): string {
  return `<row r="2">${textCell('A2', 'A-1')}${textCell('B2', 'S-1')}${cell}</row>`;
}

const paid = [{ orderId: 'A-1', details: [{ externalCode: 'S-1', amount: '100.00' }] }];

describe('a workbook of payouts', () => {
  it('holds what a CSV holds, in cells of its own kinds', async () => {
    const rows =
      `<row r="2">${textCell('A2', 'A-1')}<c r="C2"><v>4.0999999999999996</v></c>${textCell('D2', ' rent ')}<c r="E2"><v>20260000101</v></c></row>` +
      textRow(5, ['A-1', 'S-1', '0.50']);
    await expect(sheet(rows)).resolves.toMatchObject([
      {
        orderId: 'A-1',
        summary: 'rent',
        details: [
          { accountUserId: 20260000101, amount: '4.10' },
          { externalCode: 'S-1', amount: '0.50' },
        ],
      },
    ]);
  });

  it.each([
    ['0.1 + 0.2', '<c r="C2"><v>0.30000000000000004</v></c>', /has not kept every digit/],
    ['the E notation', '<c r="C2"><v>1E+2</v></c>', /has not kept every digit/],
    ['an error', '<c r="C2" t="e"><v>#DIV/0!</v></c>', /is an error of Excel/],
    ['a formula never calculated', '<c r="C2"><f>SUM(A1:A9)</f></c>', /was never calculated/],
    ['TRUE', '<c r="C2" t="b"><v>1</v></c>', /must be an amount such as/],
    ['separators', textCell('C2', '1,000.00'), /write 1000\.00/],
    ['cents', '<c r="C2"><v>1.005</v></c>', /at most two decimals/],
  ])('refuses an amount that is %s once, by its cell', async (_, cell, message) => {
    const problems = await sheet(amount(cell));
    expect(problems).toEqual([expect.stringMatching(/^row 2, column C \(amount\): /)]);
    expect(problems[0]).toMatch(message);
  });

  it('refuses an amount that is shown in another currency', async () => {
    const formats = ['[$$-409]#,##0.00', '"¥"#,##0.00'].map(
      (code, at) => `<numFmt numFmtId="${170 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
    );
    const styles = `<numFmts>${formats.join('')}</numFmts><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>`;
    await expect(sheet(amount('<c r="C2" s="1"><v>100</v></c>'), { styles })).resolves.toEqual([
      'row 2, column C (amount): is shown in $, and payouts are in yuan',
    ]);
    await expect(sheet(amount('<c r="C2" s="2"><v>100</v></c>'), { styles })).resolves.toMatchObject(paid);
  });

  it('refuses a date of Excel for an instant: it has no time zone', async () => {
    const styles = '<cellXfs><xf/><xf numFmtId="22"/></cellXfs>';
    const row = `<row r="2">${textCell('A2', 'A-1')}${textCell('B2', 'S-1')}${textCell('C2', '1')}<c r="F2" s="1"><v>46000.5</v></c></row>`;
    await expect(sheet(row, { styles })).resolves.toEqual([
      'row 2, column F (settleBy): must be text, and is a date to Excel: format the column as text',
    ]);
  });

  it('refuses an id of which Excel has kept 15 digits, and one that would be another', async () => {
    const rows = `<row r="2"><c r="A2"><v>7397033607132350000</v></c>${textCell('C2', '1')}</row>${textRow(3, ['A-2', 'S-1\u200b', '1'])}`;
    await expect(sheet(rows)).resolves.toEqual([
      expect.stringMatching(/^row 2, column A \(orderId\): Excel keeps 15 digits/),
      'row 3, column B (externalCode): must not hold U+200B (zero width space), got "S-1\\u200b"',
    ]);
  });

  it('takes a remark that is merged over one order, and refuses an amount that is merged over two', async () => {
    const first = textRow(2, ['A-1', 'S-1', '1', 'rent']);
    const rows = first + textRow(3, ['A-1', 'S-2', '', '']);
    const whole = first + textRow(3, ['A-1', 'S-2', '2']);
    const merged = (range: string) => ({ after: `<mergeCells><mergeCell ref="${range}"/></mergeCells>` });
    await expect(sheet(whole, merged('D2:D3'))).resolves.toMatchObject([
      { summary: 'rent', details: [{ amount: '1.00' }, { amount: '2.00' }] },
    ]);
    await expect(sheet(rows, merged('C2:C3'))).resolves.toEqual([
      expect.stringMatching(/^row 2, column C \(amount\): is a part of the merged cells C2:C3/),
      expect.stringMatching(/^row 3, column C \(amount\): is a part of the merged cells C2:C3/),
    ]);
  });

  it('names the value that stands under no name by its column', async () => {
    await expect(sheet(textRow(2, ['A-1', 'S-1', '1', '', '', '', 'x']))).resolves.toEqual([
      expect.stringMatching(/^row 2: stands in column G, which has no name/),
    ]);
  });

  const two = '<sheet name="One" sheetId="1" r:id="a"/><sheet name="Two" sheetId="2" r:id="d"/>';
  const second = (rows: string) => ({
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  });
  it('of two sheets with values is refused: what the second holds would not be paid', async () => {
    const rows = textRow(2, ['A-1', 'S-1', '100']);
    await expect(sheet(rows, { sheets: two, parts: second(rows) })).resolves.toEqual([
      expect.stringMatching(/holds values in other sheets too \(Two\); call the one/),
    ]);
    await expect(sheet(rows, { sheets: two, parts: second('') })).resolves.toMatchObject(paid);
    await expect(
      sheet(rows, { sheets: two.replace('One', 'Payouts'), parts: second(rows) }),
    ).resolves.toMatchObject(paid);
  });

  it('holds referral withdrawals too', async () => {
    const rows = textRow(1, ['订单号', '内推账户ID', '奖励类型']) + textRow(2, ['R-1', '694', 'point+cash']);
    await expect(read(rawBook(rows), 'r.xlsx', 'referralWithdrawal')).resolves.toMatchObject([
      { externalOrderId: 'R-1', referralAccountId: '694', bonusTypes: ['point', 'cash'] },
    ]);
  });
});

describe('a CSV of payouts', () => {
  it.each([
    ['semicolons', 'orderId;externalCode;amount\nA-1;S-1;100\n'],
    ['tabs and any case', 'ORDERID\tExternal Code\tAMOUNT\r\nA-1\tS-1\t100\r\n'],
    ['Chinese', '订单号,外部编码,金额\nA-1,S-1,100\n'],
    ['a mark and blank rows', '\ufeff订单号,门店编号,提现金额\n\n,,\nA-1,S-1,100.00\n\n'],
    ['mixed line ends', 'orderId,amount,externalCode\nA-1,100,S-1\r\n'],
    ['a guarded formula', "orderId,amount,externalCode,summary\nA-1,100,S-1,'=1+1\n"],
  ])('may be written with %s', async (_, text) => {
    await expect(csv(text)).resolves.toMatchObject(paid);
  });

  it('may be GB18030, as a Chinese Excel writes it', async () => {
    // printf 订单号,外部编码,金额 | iconv -t GB18030
    const header = Buffer.from('b6a9b5a5bac52ccde2b2bfb1e0c2eb2cbdf0b6ee0a', 'hex');
    await expect(csv(Buffer.concat([header, Buffer.from('A-1,S-1,100\n')]))).resolves.toMatchObject(paid);
  });

  it('tells by its lines which repeats which, as an editor counts them', async () => {
    await expect(
      csv('orderId,externalCode,amount,summary\nA-1,S-1,1,"two\nlines"\nA-2,S-2,1,\nA-1,S-1,1,\n'),
    ).resolves.toEqual([
      'line 5: repeats line 2 (externalCode:S-1 in one order); put them together, or take one out',
    ]);
    await expect(
      csv(
        'externalOrderId,referralAccountId,bonusTypes\nR-1,1,cash\nR-2,1,cash\nR-1,1,cash\n',
        'referralWithdrawal',
      ),
    ).resolves.toEqual(['line 4, externalOrderId: repeats line 2; one order is one payout']);
  });
});
