import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { takeSignOut } from '../../../providers/allinpay/signMember.ts';

describe('the sign member', () => {
  test.each([
    ['first', '{"sign":"S","a":1,"b":2}', '{"a":1,"b":2}'],
    ['in the middle', '{"a":1,"sign":"S","b":2}', '{"a":1,"b":2}'],
    ['last', '{"a":1,"b":2,"sign":"S"}', '{"a":1,"b":2}'],
    ['alone', '{"sign":"S"}', '{}'],
    ['first, with white space', '{ "sign" : "S" , "a" : 1 }', '{ "a" : 1 }'],
    ['in the middle, with white space', '{"a": 1, "sign": "S", "b": 2}', '{"a": 1, "b": 2}'],
    ['last, on lines of its own', '{\n  "a": 1,\n  "sign": "S"\n}\n', '{\n  "a": 1\n}\n'],
    ['with a space before its comma', '{"a":1 ,\t"sign":"S" ,"b":2}', '{"a":1  ,"b":2}'],
    [
      'after nested values',
      '{"a":{"x":[1,{"y":"}"}]},"b":[],"sign":"S"}',
      '{"a":{"x":[1,{"y":"}"}]},"b":[]}',
    ],
    ['after literals', '{"a":true,"b":null,"c":-1.5e3,"sign":"S"}', '{"a":true,"b":null,"c":-1.5e3}'],
  ])('%s is taken out with its comma', (_where, text, signedText) => {
    expect(takeSignOut(text)).toEqual({ signedText, signature: 'S' });
  });

  test('inside a string, or deeper in the object, is not the one', () => {
    const inside = '{"bizContent":"{\\"sign\\":\\"X\\",\\"a\\":\\"\\\\\\"}","b":{"sign":"X"},"sign":"S"}';
    expect(takeSignOut(inside)).toEqual({
      signedText: '{"bizContent":"{\\"sign\\":\\"X\\",\\"a\\":\\"\\\\\\"}","b":{"sign":"X"}}',
      signature: 'S',
    });
    expect(takeSignOut('{"b":{"sign":"X"}}')).toBeUndefined();
    expect(takeSignOut('{"b":"\\"sign\\":\\"X\\""}')).toBeUndefined();
  });

  test('is read with its escapes', () => {
    expect(takeSignOut('{"a":1,"sign":"a\\/b\\u003d"}')).toEqual({
      signedText: '{"a":1}',
      signature: 'a/b=',
    });
  });

  test.each([
    ['spelt with escapes', '{"a":1,"\\u0073ign":"S"}', '{"a":1}'],
    [
      'beside names that are like it',
      '{"Sign":"X","sign ":"X","":"X","sign":"S"}',
      '{"Sign":"X","sign ":"X","":"X"}',
    ],
    ['behind itself as a value', '{"a":"sign","sign":"S"}', '{"a":"sign"}'],
    [
      'behind brackets and quotes in a string',
      '{"a":"]}\\",\\"sign\\":","sign":"S"}',
      '{"a":"]}\\",\\"sign\\":"}',
    ],
    ['behind a list that holds its like', '{"a":[{"sign":"X"}],"sign":"S"}', '{"a":[{"sign":"X"}]}'],
    ['before a member that a cut could join', '{"a":1,"sign":"S","b":"\\"}"}', '{"a":1,"b":"\\"}"}'],
  ])('%s is the one that a JSON reader sees', (_how, text, signedText) => {
    expect(takeSignOut(text)).toEqual({ signedText, signature: 'S' });
    const { sign, ...others } = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    expect([sign, JSON.parse(signedText)]).toEqual(['S', others]);
  });

  test.each([
    ['two of them', '{"sign":"S","a":1,"sign":"T"}'],
    ['two of them, one in disguise', '{"sign":"S","s\\u0069gn":"T"}'],
    ['two of them, both in disguise', '{"\\u0073ign":"S","s\\u0069gn":"S"}'],
    ['two of them, the same', '{"sign":"S","sign":"S"}'],
    ['null', '{"sign":null}'],
    ['text before the object', '\ufeff{"sign":"S"}'],
    ['white space that JSON does not know', '{\u00a0"sign":"S"}'],
    ['a string over two lines', '{"sign":"S\n"}'],
    ['a name over two lines', '{"a\n":1,"sign":"S"}'],
    ['an object as a name', '{{"a":1}:1,"sign":"S"}'],
    ['any other member twice, one in disguise', '{"a":1,"\\u0061":1,"sign":"S"}'],
    ['any other member twice', '{"a":1,"a":1,"sign":"S"}'],
    ['a number', '{"sign":1}'],
    ['an object', '{"sign":{"a":"b"}}'],
    ['a list', '["sign","S"]'],
    ['a string', '"sign"'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['an HTML page', '<html>"sign":"S"</html>'],
    ['text after the object', '{"sign":"S"} x'],
    ['a second object', '{"sign":"S"}{"a":1}'],
    ['an object cut off', '{"a":1,"sign":"S"'],
    ['a string cut off', '{"a":1,"sign":"S'],
    ['an escape cut off', '{"a":1,"sign":"S\\'],
    ['an escape that is none', '{"a":1,"sign":"\\x"}'],
    ['another bracket before', '("sign":"S"}'],
    ['another bracket behind', '{"sign":"S"]'],
    ['another sign for the colon', '{"sign";"S"}'],
    ['something behind a string', '{"a":"b"x,"sign":"S"}'],
    ['something behind a list', '{"a":[]x,"sign":"S"}'],
    ['a comma too many', '{"a":1,"sign":"S",}'],
    ['a comma missing', '{"a":1 "sign":"S"}'],
    ['a colon missing', '{"a","sign":"S"}'],
    ['a value missing', '{"a":,"sign":"S"}'],
    ['a name without quotes', '{sign:"S"}'],
    ['brackets that are never closed', '{"a":[[1,"sign":"S"}'],
  ])('is not believed in %s', (_what, text) => {
    expect(takeSignOut(text)).toBeUndefined();
  });
});
