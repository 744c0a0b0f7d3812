import ms, { type StringValue } from 'ms';
import { z } from 'zod';

/**
 * Reads a text, without the blanks around it.
 * @param how undefined for a text that is none of its kind
 * @param message how to mend that; what was set may be a secret and is never in it
 */
export function fromText<T>(how: (text: string) => T | undefined, message: string): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const value = how(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function urlOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash, href } = new URL(text);
  if (!['http:', 'https:'].includes(protocol) || username + password + search + hash !== '') return undefined;
  return href.replace(/\/+$/, '');
}

/** An address in its one normal form, so that two spellings of one place compare equal. */
export const httpUrl = fromText(
  urlOf,
  'must be an http or https URL without user, query or fragment, such as "https://open.feishu.cn"',
);

export const plainText = fromText(
  (text) => (text === '' || /\p{Cc}/u.test(text) ? undefined : text),
  'must be one line of text',
);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes that a text in base64 stands for. */
export function bytesOf(base64: string): Buffer | undefined {
  return BASE64.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

function isDuration(text: string): text is StringValue {
  return /^\d+(\.\d+)?(ms|s|m|h)$/.test(text);
}

/** A duration such as "30m", more than zero, in milliseconds. */
export function milliseconds(text: string): number | undefined {
  const value = isDuration(text) ? ms(text) : 0;
  return value > 0 ? value : undefined;
}

/** Text → whatever JSON it holds; what it must look like is for the next schema in the pipe. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodType<Words[number], string> {
  return fromText(
    (text) => words.find((word) => word === text),
    `must be ${words.length === 1 ? '' : 'one of '}${words.map((word) => `"${word}"`).join(', ')}`,
  );
}
