import { describe, expect, it } from '@jest/globals';
import { namesFrom } from '../../../rules/allinpay/accountNames.ts';

describe('the names of an account', () => {
  it('are all that answers give it, whichever of them is said', () => {
    const allNames = namesFrom([
      { accountUserId: '1', externalCode: 'A' },
      { externalCode: 'A', referenceType: '49' },
    ]);
    const account = { accountUserId: '1', externalCode: 'A', isPlatform: false };
    expect(allNames({ externalCode: 'A' })).toEqual(account);
    expect(allNames({ accountUserId: '1', externalCode: 'A' })).toEqual(account);
  });

  it('are those that were said where one of them is given to two accounts, in whichever order', () => {
    const known = [
      { accountUserId: '1', externalCode: 'A', referenceType: '49' },
      { accountUserId: '2', externalCode: 'A', referenceType: '49' },
    ];
    for (const answers of [known, known.toReversed(), [...known, ...known]]) {
      const allNames = namesFrom(answers);
      for (const said of [{ externalCode: 'A' }, { accountUserId: '1', externalCode: 'A' }]) {
        expect(allNames(said)).toEqual(said);
      }
    }
  });

  it('are those that were said of an account that no answer names', () => {
    expect(namesFrom([{ accountUserId: '1', externalCode: 'A' }])({ externalCode: 'B' })).toEqual({
      externalCode: 'B',
    });
  });
});
