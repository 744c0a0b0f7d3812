import { describe, expect, it } from '@jest/globals';
import { briefly, recordsIn, TempFiles } from '../lumpSum/tempFiles.ts';

const files = new TempFiles();
const ends = ['\n', '\r\n', '\r'];
const mixtures = ends.flatMap((first) =>
  ends.flatMap((second) => ends.map((third) => [first, second, third])),
);

describe('line ends of a CSV', () => {
  it.each(mixtures)(
    'may be %j, %j and %j in one file: none is a part of a cell',
    async (first, second, third) => {
      const text = `id,bindingPeriod,remark${first}r-1,4,${second}r-2,5,x${third}`;
      expect(recordsIn(await files.read('.csv', text))).toEqual([
        { id: 'r-1', bindingPeriod: 4 },
        { id: 'r-2', bindingPeriod: 5, remark: 'x' },
      ]);
    },
  );

  it('are kept within quotes, and the last row may have none', async () => {
    const text = 'id,bindingPeriod,remark\nr-1,4,"a\r\nb\nc\r"\r\nr-2,5,x';
    expect(recordsIn(await files.read('.csv', text))).toEqual([
      { id: 'r-1', bindingPeriod: 4, remark: 'a\r\nb\nc\r' },
      { id: 'r-2', bindingPeriod: 5, remark: 'x' },
    ]);
  });

  it('count rows as a spreadsheet does, blank ones of any end among them', async () => {
    const text = 'id,totalAmount\n\r\n\rr-1,x\r\r\nr-2,y\n';
    expect(briefly((await files.read('.csv', text)).problems)).toEqual([
      '4 totalAmount x: 21270203',
      '6 totalAmount y: 21270203',
    ]);
  });
});

describe('a header in other words', () => {
  it.each([
    'ID,TOTAL AMOUNT,Remark,details.issuance_amount',
    '记录ID,总金额,备注,发放金额',
    '记录 id,总金额 ,ＲＥＭＡＲＫ,明细金额',
  ])('is taken in any case and in Chinese: %s', async (header) => {
    expect(recordsIn(await files.read('.csv', `${header}\nr-1,2.00,x,2.00\n`))).toEqual([
      { id: 'r-1', totalAmount: '2.00', remark: 'x', details: [{ issuanceAmount: '2.00' }] },
    ]);
  });

  it('is refused where two columns say the same in two languages', async () => {
    await expect(files.refusal('.csv', 'id,remark,备注\nr-1,a,b\n')).resolves.toMatch(
      /the columns remark and 备注 say the same thing/,
    );
  });
});
