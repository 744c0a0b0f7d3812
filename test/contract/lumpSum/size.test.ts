import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonBytes, utf8Bytes } from '../../../contract/lumpSum/size.ts';

const encoder = new TextEncoder();

describe('the length of a text in UTF-8', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['\u007f', 1],
    ['\u0080', 2],
    ['é', 2],
    ['\u07ff', 2],
    ['\u0800', 3],
    ['奖', 3],
    ['\uffff', 3],
    ['🧧', 4],
    ['\u{10ffff}', 4],
  ])('of %j is %i', (text, bytes) => {
    expect(utf8Bytes(text)).toBe(bytes);
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
