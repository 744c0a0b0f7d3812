import { describe, expect, it } from '@jest/globals';
import { LUMP_SUM_CODES, lumpSumCode, PARAMETER_REFUSED } from '../../contract/lumpSumCodes.ts';

describe('the table of item codes', () => {
  it('has every code of the document once', () => {
    const documented = [
      ...['21270070', '21270201', '21270202', '21270203', '21270205', '21270206', '21270207', '21270208'],
      ...['21270209', '21270210', '21270211', '21270213', '21270214', '21270215', '21270217', '21270218'],
      ...['21270219', '21270220', '21270221', '21270222', '21270223', '21270224', '21270225', '21270226'],
      ...['21270227', '21270228', '21270229', '21270230', '21270239', '21270240', '21270241'],
    ];
    expect(LUMP_SUM_CODES.map(({ code }) => code).sort()).toEqual(documented);
  });

  it.each(LUMP_SUM_CODES)('says of $code in two languages what it is, and what to do', (row) => {
    expect(lumpSumCode(row.code)).toBe(row);
    expect(row.en).toMatch(/^[\x20-\x7e]+$/);
    expect(row.zh).toMatch(/\p{Script=Han}/u);
    expect(row.how).toMatch(/^[A-Z].*\.$/);
  });

  it('does not know what is not documented, the code of a whole call included', () => {
    expect(lumpSumCode('0')).toBeUndefined();
    expect(lumpSumCode(PARAMETER_REFUSED)).toBeUndefined();
  });
});
