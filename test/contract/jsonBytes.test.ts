import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonBytes, utf8Bytes } from '../../contract/jsonBytes.ts';

const encoder = new TextEncoder();

describe('the length of a text in UTF-8', () => {
  it.each([
    ['0041', 1],
    ['007f', 1],
    ['0080', 2],
    ['07ff', 2],
    ['0800', 3],
    ['5956', 3],
    ['ffff', 3],
    ['10000', 4],
    ['10ffff', 4],
  ])('of U+%s is %i', (codePoint, bytes) => {
    expect(utf8Bytes(String.fromCodePoint(Number.parseInt(codePoint, 16)))).toBe(bytes);
  });

  it('is what an encoder makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(encoder.encode(text).length);
      }),
    );
  });
});

describe('the length of a value as JSON', () => {
  it('is that of its text, half a surrogate pair included', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(jsonBytes(value)).toBe(encoder.encode(JSON.stringify(value)).length);
      }),
    );
    expect(jsonBytes('\ud83e')).toBe('"\\ud83e"'.length);
  });

  it('is 0 for what JSON has no text for', () => {
    expect(jsonBytes(undefined)).toBe(0);
  });
});
