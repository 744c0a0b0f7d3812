import { randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Answer, Dialect, Seal } from '../answer.ts';
import { writeJson, type JsonObject } from '../json.ts';
import { seal, unseal } from './cipher.ts';
import { callerSigned, signText } from './signing.ts';
import type { World } from '../world.ts';

export const timeZone = 'Asia/Shanghai';
const timestampFormat = 'yyyy-MM-dd HH:mm:ss';

export type Form = ReadonlyMap<string, string>;

/** Form fields, each once. A field given twice could be signed as one value and read as the other. */
export function readForm(contentType: string, text: string): Form | null {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) return null;
  const fields = [...new URLSearchParams(text)];
  const form = new Map(fields);
  return form.size === fields.length ? form : null;
}

/** The text a caller signs: non-empty fields but sign and signType, by ASCII order of their names, raw values. */
export function textToSign(form: Form): string {
  return [...form]
    .filter(([name, value]) => value !== '' && name !== 'sign' && name !== 'signType')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Whether the request was signed by the caller whose app id it carries: the ground to believe any of it. */
export function isAuthentic(world: World, form: Form): boolean {
  return (
    form.get('appId') === world.state.credentials.allinpayAppId &&
    callerSigned(world, textToSign(form), form.get('sign') ?? '')
  );
}

const fields = z.object({
  format: z.literal('JSON'),
  charset: z.literal('UTF-8'),
  version: z.literal('1.0'),
  timestamp: z
    .string()
    .refine((text) => DateTime.fromFormat(text, timestampFormat).isValid, 'yyyy-MM-dd HH:mm:ss'),
  reqSeq: z.string().min(1).max(64),
  bizContent: z.string().min(1),
});

/** Names of the common parameters that are missing or malformed. */
export function badFields(world: World, form: Form): string[] {
  const signType = z.literal(world.settings.allinpay.signType);
  const read = fields.extend({ signType }).safeParse(Object.fromEntries(form));
  return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
}

/** The business JSON of a request, as text; null where it does not decrypt. */
export function openRequest(world: World, form: Form): string | null {
  return unseal(form.get('bizContent') ?? '', { ...world.settings.allinpay, ...world.state.credentials });
}

function signed(world: World, text: string, how: Seal): string {
  if (how === 'none') return text;
  const sign = signText(world, how === 'good' ? text : `${text} `);
  // Last member, as in the documented sample: without it and its comma the text is what was signed.
  return `${text.slice(0, -1)},"sign":${JSON.stringify(sign)}}`;
}

function envelope(world: World, form: Form, body: JsonObject): JsonObject {
  const { allinpay } = world.settings;
  const now = DateTime.fromMillis(world.clock(), { zone: timeZone });
  return {
    appId: form.get('appId') ?? '',
    bizContent: seal(writeJson(body), { ...allinpay, ...world.state.credentials }),
    charset: 'UTF-8',
    format: 'JSON',
    method: form.get('method') ?? '',
    timestamp: now.toFormat(timestampFormat),
    token: allinpay.envelopeToken ? randomBytes(16).toString('base64') : undefined,
    version: form.get('version') ?? '1.0',
    reqSeq: form.get('reqSeq') ?? '',
    respSeq: String(now.toMillis()) + randomBytes(3).readUIntBE(0, 3).toString().padStart(8, '0'),
  };
}

/** A business answer: `{code, msg, data}` before it is sealed. HTTP is 200 whatever the code. */
export function business(code: number, msg: string, data?: JsonObject[string]): Answer {
  return { status: 200, code: String(code), body: { code, msg, data } };
}

/** How requests are answered that cannot be believed. The real answer is not documented. */
export function disbelieved(world: World, code: number, msg: string): Answer {
  const status = world.settings.allinpay.badRequestSignature === 'http400' ? 400 : 200;
  return { status, code: String(code), body: { code, msg }, unsealed: true };
}

/** The envelope around whatever is said to this request. */
export function allinpayDialect(world: World, form: Form): Dialect {
  return {
    write(answer, how) {
      const headers = { 'content-type': 'application/json;charset=UTF-8', ...answer.headers };
      const body = answer.unsealed === true ? answer.body : envelope(world, form, answer.body);
      return { status: answer.status, headers, text: signed(world, writeJson(body), how) };
    },
    refusal: (code, msg, status = 200) => ({ ...business(code, msg), status }),
    rateLimited: () => business(302, '接口限流控制'),
    serverError: (isSigned) => (isSigned ? business(500, '接口未知异常') : null),
    // No tokens here: the rule that would ask for it does not fit this family.
    tokenExpired: () => business(3104, '动态码超时'),
    withOrderId: (answer, orderId) => {
      const { data } = answer.body;
      if (typeof data !== 'object' || data === null || !('orderId' in data)) return answer;
      return { ...answer, body: { ...answer.body, data: { ...data, orderId } } };
    },
  };
}
