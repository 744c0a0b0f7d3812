import ms, { type StringValue } from 'ms';
import { z } from 'zod';

/** An error names its setting and how to mend it; what was set may be a secret and is never in it. */
function read<T>(how: (text: string) => T | undefined, message: string): z.ZodType<T, string> {
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
export const httpUrl = read(
  urlOf,
  'must be an http or https URL without user, query or fragment, such as "https://open.feishu.cn"',
);

export const plainText = read(
  (text) => (text === '' || /\p{Cc}/u.test(text) ? undefined : text),
  'must be one line of text',
);

/** The distinguishing id of SM2 signatures. The client refuses other letters too. */
export const sm2Id = read(
  (text) => (/^[\x20-\x7e]{1,128}$/.test(text) ? text : undefined),
  'must be 1 to 128 printable ASCII characters, such as the standard\'s own "1234567812345678"',
);

/** A text in PEM form. Where a file can hold no line breaks (an env file), they are written as `\n`. */
export function pemText(text: string): string {
  return `${text.replaceAll('\\n', '\n').trim()}\n`;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function bytesOf(base64: string): Buffer | undefined {
  return BASE64.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

/** One block of AES-128 or SM4. */
export const block = read((text) => {
  const bytes = bytesOf(text);
  return bytes?.length === 16 ? bytes : undefined;
}, 'must be 16 bytes in base64 (24 characters, such as `openssl rand -base64 16` makes)');

const SECRET_PREFIX = 'whsec_';

/** Standard Webhooks asks for 24 to 64 bytes. */
export const webhookSecret = read((text) => {
  if (!text.startsWith(SECRET_PREFIX)) return undefined;
  const length = bytesOf(text.slice(SECRET_PREFIX.length))?.length ?? 0;
  return length >= 24 && length <= 64 ? text : undefined;
}, 'must be "whsec_" followed by 24 to 64 bytes in base64');

function isDuration(text: string): text is StringValue {
  return /^\d+(\.\d+)?(ms|s|m|h)$/.test(text);
}

function milliseconds(text: string): number | undefined {
  const value = isDuration(text) ? ms(text) : 0;
  return value > 0 ? value : undefined;
}

const MOST_RECHECKS = 20;

/** Milliseconds each. */
export const durations = read((text) => {
  const values = text.split(',').map((part) => milliseconds(part.trim()));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length <= MOST_RECHECKS ? known : undefined;
}, `must be at most ${MOST_RECHECKS} durations such as "1m,5m,30m" (ms, s, m, h), each more than zero`);

/** Milliseconds. */
export const duration = read(milliseconds, 'must be a duration such as "30m" (ms, s, m, h), more than zero');

/** Codes of a look-up with a meaning of their own, which "no such order" would hide. The client refuses them too. */
const SPOKEN_FOR = ['302', '500'];

export const notFoundCodes = read(
  (text) => {
    const codes = text.split(',').map((code) => code.trim());
    return codes.every((code) => /^[1-9]\d{0,3}$/.test(code) && !SPOKEN_FOR.includes(code))
      ? codes
      : undefined;
  },
  `must be codes of 1 to 4 digits with commas between them, such as "3301,3302", and not ${SPOKEN_FOR.join(' or ')}`,
);

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
  return read(
    (text) => words.find((word) => word === text),
    `must be ${words.length === 1 ? '' : 'one of '}${words.map((word) => `"${word}"`).join(', ')}`,
  );
}
