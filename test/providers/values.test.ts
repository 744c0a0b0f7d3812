import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { wellFormed } from '../../contract/text.ts';
import { untilAborted } from '../../providers/http/cancellation.ts';
import { readAddress, readLimits } from '../../providers/http/clientLimits.ts';
import { readDecimal, wholeCount, withTwoDecimals } from '../../providers/http/decimal.ts';
import { collectHeaders, isJson, waitFromHeaders } from '../../providers/http/headers.ts';
import { failed, oneLine, succeeded } from '../../providers/http/outcome.ts';
import { outcomeUnknown, protocolViolation } from '../../providers/http/verdict.ts';
import {
  readJson,
  wireCount,
  wireDecimal,
  wireDecimalText,
  wireId,
  wireInteger,
  wireIntegerOrText,
  wireMoney,
  wireObject,
} from '../../providers/http/wireJson.ts';
import { oddText } from '../harness/oddTexts.ts';

const money = (text: string): string | undefined => {
  const value = readDecimal(text);
  return value && withTwoDecimals(value);
};

describe('decimals', () => {
  test.each([
    ['100', '100.00'],
    ['100.1', '100.10'],
    ['100.100', '100.10'],
    ['0', '0.00'],
    ['-0', '0.00'],
    ['-0.50', '-0.50'],
    ['1E+2', '100.00'],
    ['1.5e-1', '0.15'],
    ['1e2', '100.00'],
    ['1e10', '10000000000.00'],
    ['90071992547409.93', '90071992547409.93'],
    ['12345678901234567890.12', '12345678901234567890.12'],
  ])('%s is %s', (text, expected) => {
    expect(money(text)).toBe(expected);
  });

  test.each([
    '100.001',
    '1e-3',
    '',
    ' 1',
    '1,000',
    'NaN',
    'Infinity',
    '0x10',
    '.5',
    '5.',
    '+1',
    '1e999999999',
  ])('%j is not money', (text) => {
    expect(money(text)).toBeUndefined();
  });

  test('take no float into a sum', () => {
    expect(() => readDecimal('1')?.plus(0.1)).toThrow();
    expect(readDecimal('1')?.plus('0.1').toFixed()).toBe('1.1');
  });

  test('counts are whole, not negative and safe', () => {
    expect(['0', '100', '100.0', '9007199254740991'].map(wholeCount)).toEqual([
      0, 100, 100, 9007199254740991,
    ]);
    expect(['-1', '0.5', '9007199254740992', 'x'].map(wholeCount)).toEqual(Array(4).fill(undefined));
  });
});

describe('wire JSON', () => {
  test('keeps every digit of a number', () => {
    expect(wireInteger.parse(readJson('72057594037927937')?.json)).toBe('72057594037927937');
    expect(wireMoney.parse(readJson('90071992547409.93')?.json)).toBe('90071992547409.93');
  });

  test('takes an id as text or as an integer, and as nothing else', () => {
    expect(wireId.parse(readJson('12')?.json)).toBe('12');
    expect(wireId.parse('a-1')).toBe('a-1');
    for (const text of ['1.0', '1e3', '""', 'null', '{}']) {
      expect(wireId.safeParse(readJson(text)?.json).success).toBe(false);
    }
  });

  test('refuses negative and finer money, text that is none, and what is no JSON', () => {
    for (const text of ['-1', '0.001', '"x"', 'true']) {
      expect(wireMoney.safeParse(readJson(text)?.json).success).toBe(false);
    }
    expect(readJson('<html>')).toBeUndefined();
    expect(readJson('')).toBeUndefined();
    expect(readJson('{"code":0,"code":1}')).toBeUndefined();
    expect(readJson('['.repeat(200_000))).toBeUndefined();
  });

  test('has well-formed texts only, whichever way a half of a pair was written', () => {
    const escaped = (text: string): string =>
      Array.from({ length: text.length }, (_, at) => unicodeEscape(text.charCodeAt(at))).join('');
    fc.assert(
      fc.property(oddText, (text) => {
        const written = [
          JSON.stringify(text),
          `"${escaped(text)}"`,
          `"${escaped(text).toUpperCase().replaceAll('U', 'u')}"`,
        ];
        for (const json of written) expect(readJson(json)?.json).toBe(wellFormed(text));
        expect(readJson(`{${JSON.stringify(text)}:1}`)?.json).toHaveProperty([wellFormed(text)]);
      }),
    );
    expect(readJson('"\\\\ud83d"')?.json).toBe('\\ud83d');
  });
});

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

describe('what the wire calls', () => {
  const json = (text: string): unknown => readJson(text)?.json;
  const read = (schema: z.ZodType, texts: readonly string[]): unknown[] =>
    texts.map((text) => schema.safeParse(json(text)).data);
  const issuesOf = (schema: z.ZodType, text: string): unknown =>
    schema.safeParse(json(text)).error?.issues.map(({ code, message }) => [code, message]);
  const none = undefined;

  test('an integer has no zero before it, no fraction and at most 20 digits', () => {
    const long = '9'.repeat(20);
    expect(read(wireInteger, ['0', '7', '-7', long, `-${long}`])).toEqual(['0', '7', '-7', long, `-${long}`]);
    expect(read(wireInteger, ['-0', `${long}9`, '1.0', '1e1', '"7"', 'true', '[]'])).toEqual(
      Array(7).fill(none),
    );
    expect(read(wireIntegerOrText, ['7', '"7"', '"-7"'])).toEqual(['7', '7', '-7']);
    expect(read(wireIntegerOrText, ['"07"', '"x7"', '"7x"', '" 7"', '""', 'null'])).toEqual(
      Array(6).fill(none),
    );
  });

  test('an id is an integer, or a text of 1 to 128 characters', () => {
    const long = 'x'.repeat(128);
    expect(read(wireId, ['7', '"7"', `"${long}"`])).toEqual(['7', '7', long]);
    expect(read(wireId, ['""', `"${long}x"`, '0.5', '{}'])).toEqual(Array(4).fill(none));
  });

  test('a count is a number, or text that is one', () => {
    expect(read(wireCount, ['7', '"7"', '7.0', '0'])).toEqual([7, 7, 7, 0]);
    expect(read(wireCount, ['-1', '0.5', '"x"', 'null'])).toEqual(Array(4).fill(none));
    expect(issuesOf(wireCount, '-1')).toEqual([['custom', 'expected a count']]);
  });

  test('money has two decimals at most and is not below zero', () => {
    expect(read(wireMoney, ['7', '"7.1"', '-0.00', '0'])).toEqual(['7.00', '7.10', '0.00', '0.00']);
    expect(read(wireMoney, ['-0.01', '0.001', '"x"', 'null'])).toEqual(Array(4).fill(none));
    expect(issuesOf(wireMoney, '-1')).toEqual([['custom', 'expected money with at most two decimals']]);
  });

  test('a decimal is the digits that were sent, as a text or as a number', () => {
    expect(read(wireDecimalText, ['2000.10', '"2,000"', '1.5e3', '1E2', '-0.0'])).toEqual([
      '2000.10',
      '2,000',
      '1500',
      '100',
      '-0.0',
    ]);
    expect(read(wireDecimalText, ['1e999', 'true', 'null'])).toEqual(Array(3).fill(none));
    expect(JSON.stringify(wireDecimalText.safeParse(json('1e999')).error?.issues)).toContain(
      '"code":"custom","message":"expected a decimal"',
    );
    expect(read(wireDecimal, ['1e999', '"x"', 'true'])).toEqual(['1e999', 'x', none]);
  });

  test('an object is one with members, and none that hides', () => {
    const named = wireObject({ a: z.string().optional() });
    expect(read(named, ['{"a":"b"}', '{"c":null}'])).toEqual([{ a: 'b' }, { c: null }]);
    expect(read(named, ['5', 'null', '"x"', '[]', '{"a":"b","__proto__":{}}', '{"a":1}'])).toEqual(
      Array(6).fill(none),
    );
    for (const text of ['5', 'null', '"x"']) {
      expect(issuesOf(named, text)).toEqual([['custom', 'expected an object']]);
    }
    expect(issuesOf(wireInteger, '"5"')).toEqual([['custom', 'expected a number']]);
  });
});

describe('headers', () => {
  test('are collected by lower-case name, absent ones left out', () => {
    expect(collectHeaders({ 'X-A': '1', 'set-cookie': ['a', 'b'], gone: undefined })).toStrictEqual({
      'x-a': '1',
      'set-cookie': 'a, b',
    });
  });

  test.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Application/JSON', true],
    ['application/problem+json', true],
    ['text/html', false],
    ['text/plain; application/json', false],
    ['application/jsonp', false],
  ])('%s is JSON: %s', (type, expected) => {
    expect(isJson({ 'content-type': type })).toBe(expected);
  });

  test('without a type are not JSON', () => {
    expect(isJson({})).toBe(false);
  });

  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    [{ a: '52' }, 52_000],
    [{ a: '0.25' }, 250],
    [{ b: '7' }, 7_000],
    [{ a: '3', b: '7' }, 3_000],
    [{ a: 'soon', b: '7' }, 7_000],
    [{ a: ' 5 ' }, 5_000],
    [{ a: '1e5' }, 1_000],
    [{ a: 'Thu, 01 Jan 2026 00:00:05 +0000' }, 5_000],
    [{ a: '1 Jan 2026 00:00:05 GMT' }, 5_000],
    [{ a: '0' }, 1_000],
    [{ a: '86400' }, 60_000],
    [{ a: 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000],
    [{ a: 'Wed, 31 Dec 2025 00:00:00 GMT' }, 1_000],
    [{}, 1_000],
  ])('%j ask to wait %i ms', (headers, expected) => {
    expect(waitFromHeaders(headers as Record<string, string>, ['a', 'b'], now)).toBe(expected);
  });
});

describe('verdicts', () => {
  test.each([
    ['read', 'ProviderUnavailable', 'none', true],
    ['replay', 'OutcomeUnknown', 'unknown', true],
    ['once', 'OutcomeUnknown', 'unknown', false],
    ['prepare', 'NotSent', 'none', true],
  ] as const)('a lost answer of a %s call is %s, outcome %s', (effect, type, outcome, retryable) => {
    expect(outcomeUnknown(effect)).toEqual({ type, outcome, retryable });
  });

  test.each([
    ['read', 'ProtocolViolation', 'none', true],
    ['replay', 'ProtocolViolation', 'unknown', true],
    ['once', 'ProtocolViolation', 'unknown', false],
    ['prepare', 'NotSent', 'none', true],
  ] as const)(
    'an answer of a %s call that cannot be read is %s, outcome %s',
    (effect, type, outcome, retryable) => {
      expect(protocolViolation(effect)).toEqual({ type, outcome, retryable });
    },
  );
});

describe('failures', () => {
  const verdict = { type: 'RateLimited', outcome: 'none', retryable: true } as const;

  test('carry what is known and leave out what is not', () => {
    expect(failed('feishu', 'withdraw', verdict, { what: 'rate limited' }).failure).toStrictEqual({
      ...verdict,
      provider: 'feishu',
      api: 'withdraw',
      message: 'feishu withdraw: rate limited',
    });
    const facts = {
      httpStatus: 429,
      code: '99991400',
      providerMessage: 'slow',
      logId: 'l1',
      retryAfterMs: 5,
    };
    expect(failed('feishu', 'withdraw', verdict, { what: 'rate limited', ...facts }).failure).toMatchObject({
      message: 'feishu withdraw: rate limited, HTTP 429, code 99991400',
      ...facts,
    });
  });

  test('never hold more text than a failure may, nor more than one line of it', () => {
    const facts = {
      what: 'w'.repeat(900),
      code: '9'.repeat(900),
      providerMessage: 'm\n'.repeat(900),
      logId: 'l'.repeat(900),
    };
    const { failure } = failed('allinpay', 'withdraw', verdict, facts);
    expect(failure.message).toHaveLength(500);
    expect(failure.code).toHaveLength(128);
    expect(failure.logId).toHaveLength(128);
    expect(failure.providerMessage).toMatch(/^(?:m ){99}m ?$/);
    expect(oneLine(' a\r\n\u0000\u2028b ', 10)).toBe('a b');
  });

  test('a success carries the log id when there is one', () => {
    expect(succeeded(1)).toEqual({ ok: true, value: 1 });
    expect(succeeded(1, 'l1')).toEqual({ ok: true, value: 1, logId: 'l1' });
  });
});

describe('settings of every client', () => {
  test('have defaults, and are refused out of bounds', () => {
    expect(readLimits({})).toEqual({ timeoutMs: 20_000, maxResponseBytes: 1_048_576 });
    expect(readLimits({ timeoutMs: 30_000, maxResponseBytes: 1 })).toEqual({
      timeoutMs: 30_000,
      maxResponseBytes: 1,
    });
    for (const timeoutMs of [0, -1, 1.5, 30_001, Number.NaN])
      expect(() => readLimits({ timeoutMs })).toThrow('timeoutMs');
    for (const maxResponseBytes of [0, 1.5])
      expect(() => readLimits({ maxResponseBytes })).toThrow('maxResponseBytes');
  });

  test('addresses lose the slashes at their end; what is no address is refused without being quoted', () => {
    expect(readAddress('x', 'https://a.example//')).toBe('https://a.example');
    for (const wrong of ['', 'secret', 'ftp://secret.example']) {
      expect(() => readAddress('baseUrl', wrong)).toThrow(/^baseUrl must be an http or https URL$/);
    }
  });
});

describe('waiting for shared work', () => {
  test('ends with the work, or with the caller, whose reason is thrown', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    expect(await untilAborted(Promise.resolve(1), undefined)).toBe(1);
    expect(await untilAborted(Promise.resolve(2), controller.signal)).toBe(2);
    const waiting = untilAborted(new Promise(() => undefined), controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(untilAborted(Promise.resolve(3), controller.signal)).rejects.toBe(reason);
  });
});
