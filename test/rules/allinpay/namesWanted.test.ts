import { describe, expect, it } from '@jest/globals';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { AccountNames } from '../../../rules/allinpay/accountNames.ts';
import { namesWanted } from '../../../rules/allinpay/namesWanted.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

const byCode: AllinpayDetail = { externalCode: 'A', amount: '1.00', status: 'pending' };
const byId: AllinpayDetail = { accountUserId: 2, amount: '1.00', status: 'pending' };
const platform: AllinpayDetail = { isPlatform: true, amount: '1.00', status: 'pending' };

/** By which name the details are asked for whose accounts should be asked for their names. */
function wanted(
  ours: readonly AllinpayDetail[],
  lines: readonly Partial<OrderLine>[],
  known: readonly AccountNames[] = [],
): readonly string[] {
  const told = lines.map((line): OrderLine => ({ status: 'pending', ...line }));
  return namesWanted(ours, told, known).map((detail) =>
    detail === byCode ? 'code' : detail === byId ? 'id' : detail === platform ? 'platform' : 'other',
  );
}

describe('a line that names an account of nobody we know', () => {
  const all = [byCode, byId, platform];

  it.each<[string, readonly Partial<OrderLine>[], readonly string[]]>([
    ['an id', [{ accountUserId: '9' }], ['code', 'platform']],
    ['an id, and that it is no platform', [{ accountUserId: '9', referenceType: '49' }], ['code']],
    ['a code', [{ externalCode: 'X' }], ['id', 'platform']],
    ['a code, and that it is no platform', [{ externalCode: 'X', referenceType: '49' }], ['id']],
    ['an id and a code', [{ accountUserId: '9', externalCode: 'X' }], ['platform']],
    ['all names', [{ accountUserId: '9', externalCode: 'X', referenceType: '49' }], []],
    ['no name', [{}], []],
    [
      'an id, beside one that says a code',
      [
        { accountUserId: '9', referenceType: '49' },
        { externalCode: 'X', referenceType: '49' },
      ],
      ['code', 'id'],
    ],
    [
      'an id, beside one that says all names',
      [{ accountUserId: '9' }, { accountUserId: '8', externalCode: 'X', referenceType: '49' }],
      ['code', 'platform'],
    ],
  ])('may be of the accounts whose only known name it leaves out: it says %s', (_, lines, expected) => {
    expect(wanted(all, lines)).toEqual(expected);
    expect(wanted(all, lines.toReversed())).toEqual(expected);
  });

  it('asks nothing of an account of which another name is known', () => {
    const known = [{ accountUserId: '1', externalCode: 'A' }];
    expect(wanted([byCode, byId], [{ externalCode: 'X' }], known)).toEqual(['id']);
  });
});

describe('a line that names an account of ours', () => {
  it('may be of another account of ours where it has another serial number than the one learnt', () => {
    const learnt = { ...byCode, withdrawTId: '1' };
    expect(wanted([learnt, byId], [{ externalCode: 'A', withdrawTId: '2' }])).toEqual(['id']);
    expect(wanted([learnt, byId], [{ externalCode: 'A', withdrawTId: '1' }])).toEqual([]);
  });

  it('is of that account, however it ended before', () => {
    const ended = { ...byCode, status: 'settled' as const };
    expect(wanted([ended, byId], [{ externalCode: 'A', status: 'failed' }])).toEqual([]);
  });
});
