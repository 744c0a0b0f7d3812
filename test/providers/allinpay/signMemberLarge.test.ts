import { describe, expect, test } from '@jest/globals';
import { takeSignOut } from '../../../providers/allinpay/signMember.ts';

describe('the sign member of a very long text', () => {
  test('is found behind a hundred thousand brackets, without running out of stack', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(takeSignOut(`{"a":${deep},"sign":"S"}`)).toEqual({ signedText: `{"a":${deep}}`, signature: 'S' });
  });

  test('is found among a hundred thousand members, and behind a megabyte of one', () => {
    const many = Array.from({ length: 100_000 }, (_one, index) => `"${index}":0`).join(',');
    expect(takeSignOut(`{${many},"sign":"S"}`)).toEqual({ signedText: `{${many}}`, signature: 'S' });
    const long = `"${'\\u0061'.repeat(200_000)}":"${'\\"'.repeat(200_000)}"`;
    expect(takeSignOut(`{${long},"sign":"S"}`)).toEqual({ signedText: `{${long}}`, signature: 'S' });
  });
});
