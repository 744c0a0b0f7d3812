import { describe, expect, it } from '@jest/globals';
import { wireSelector } from '../../../activities/allinpay/selectors.ts';

describe('an account on its way to the provider', () => {
  it("is named as it was asked for, an id as text: the provider's ids may outgrow a number", () => {
    expect(wireSelector({ accountUserId: 7 })).toStrictEqual({ accountUserId: '7' });
    expect(wireSelector({ externalCode: 'S' })).toStrictEqual({ externalCode: 'S' });
    expect(wireSelector({ isPlatform: true })).toStrictEqual({ isPlatform: true });
  });
});
