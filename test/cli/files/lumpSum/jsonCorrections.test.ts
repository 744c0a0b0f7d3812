import { describe, expect, it } from '@jest/globals';
import { briefly, recordsIn, TempFiles } from './tempFiles.ts';

const files = new TempFiles();

const record = { id: 'r-1', totalAmount: '2.00', details: [{ id: 'd-1', issuanceAmount: '2.00' }] };

describe('a JSON file of corrections', () => {
  it.each([
    ['a list', [record]],
    ['a member records', { records: [record] }],
  ])('may be %s', async (_, data) => {
    const read = await files.read('.json', JSON.stringify(data));
    expect(read).toEqual({ records: [{ record, rows: [0] }], problems: [], wrong: [], encoding: 'utf-8' });
  });

  it('loses no digit of a number, and takes none for a string', async () => {
    const read = await files.read(
      '.json',
      `[{"id": 7397033607132351532, "totalAmount": "1"},
        {"id": "r-2", "totalAmount": 100.10, "details": [{"issuanceAmount": 12345678901234567890}]},
        {"id": "r-3", "issuanceFrequency": "3", "remark": null}]`,
    );
    expect(briefly(read.problems)).toEqual([
      '- records[0].id 7397033607132351532: contract',
      '- records[1].totalAmount 100.10: contract',
      '- records[1].details[0].issuanceAmount 12345678901234567890: contract',
      '- records[2].issuanceFrequency 3: contract',
      '- records[2].remark -: contract',
    ]);
    expect(read.wrong).toEqual(['r-2', 'r-3']);
  });

  it('names members that are not known, and what is wrong with the others too', async () => {
    const read = await files.read(
      '.json',
      JSON.stringify([
        { id: 'r-1', amount: '1', totalAmount: 'x', details: [{ iD: '1', issuanceAmount: '1,5' }, 7] },
        'r-2',
        { totalAmount: '1' },
      ]),
    );
    expect(briefly(read.problems)).toEqual([
      '- records[0].details[0].iD 1: contract',
      '- records[0].details[1] 7: contract',
      '- records[0].amount 1: contract',
      '- records[0].totalAmount x: 21270203',
      '- records[1] -: contract',
      '- records[2].id -: contract',
    ]);
  });

  it('refuses a record that stands twice, in both places', async () => {
    const read = await files.read('.json', JSON.stringify([record, { ...record, id: 'r-2' }, record]));
    expect(briefly(read.problems)).toEqual(['- records[2].id r-1: duplicate']);
    expect(recordsIn(read)).toEqual([{ ...record, id: 'r-2' }]);
  });

  it('takes the modify time of a queried record for the one it was corrected at', async () => {
    const read = await files.read('.json', '[{"id": "r-1", "remark": "x", "modifyTime": 5, "userId": "u"}]');
    expect(briefly(read.problems)).toEqual(['- records[0].expectedModifyTime 5: contract']);
  });

  it.each([
    ['{', /is no JSON/],
    ['[{"id": "a", "id": "b"}]', /is no JSON: Duplicate key 'id'/],
    ['[]', /holds no corrections/],
    ['{"records": []}', /holds no corrections/],
    ['{"records": [{}], "batch": 1}', /not known beside "records": batch/],
    ['{"payouts": []}', /must hold a list of records/],
    ['"x"', /must hold a list of records/],
    ['['.repeat(1_000_000), /is no JSON/],
  ])('%# is refused as a whole', async (text, reason) => {
    await expect(files.refusal('.json', text)).resolves.toMatch(reason);
  });
});
