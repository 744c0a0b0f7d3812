import { DateTime } from 'luxon';
import { z } from 'zod';
import { readJson } from '../http/wireJson.ts';
import type { BizContentCipher } from './cipher.ts';
import { takeSignOut } from './signMember.ts';
import { stringToSign, type EnvelopeSignature } from './signature.ts';

/** What one app's envelopes are closed and opened with. */
export interface EnvelopeKeys {
  readonly appId: string;
  readonly signature: EnvelopeSignature;
  readonly cipher: BizContentCipher;
}

/** What makes one request another than the next. */
export interface RequestIdentity {
  readonly method: string;
  /** Milliseconds since 1970; sent as the time in Shanghai. */
  readonly sentAt: number;
  readonly reqSeq: string;
}

/**
 * The form fields of one request, signed. `bizContent` is the business JSON, not yet encrypted.
 * Source: facts.md A.1; the list of fields is inferred from the answer's, since the page's own table was not seen.
 */
export function buildRequest(
  keys: EnvelopeKeys,
  identity: RequestIdentity,
  bizContent: string,
): Readonly<Record<string, string>> {
  const fields = {
    appId: keys.appId,
    method: identity.method,
    format: 'JSON',
    charset: 'UTF-8',
    signType: keys.signature.signType,
    timestamp: DateTime.fromMillis(identity.sentAt, { zone: 'Asia/Shanghai' }).toFormat(
      'yyyy-MM-dd HH:mm:ss',
    ),
    version: '1.0',
    reqSeq: identity.reqSeq,
    bizContent: keys.cipher.seal(bizContent),
  };
  return { ...fields, sign: keys.signature.sign(stringToSign(fields)) };
}

/** The business JSON of a verified answer, or why it is not believed. */
export type OpenedAnswer =
  | {
      readonly ok: true;
      readonly inner: unknown;
      /** whether it gives our request number back; one that gives another is not ok */
      readonly echoesRequest: boolean;
    }
  | { readonly ok: false; readonly problem: string };

const envelope = z.looseObject({
  appId: z.string(),
  method: z.string(),
  bizContent: z.string(),
  reqSeq: z.string().nullish(),
});

/**
 * Opens an answer: signature first, over the text as received; what is read afterwards is that same signed text, so
 * nothing that the signature does not cover can be believed. Then it must be the answer to this very request.
 */
export function readAnswer(keys: EnvelopeKeys, identity: RequestIdentity, text: string): OpenedAnswer {
  const signed = takeSignOut(text);
  if (signed === undefined) return { ok: false, problem: 'answer is not a signed envelope' };
  if (!keys.signature.verify(signed.signedText, signed.signature)) {
    return { ok: false, problem: 'answer is wrongly signed' };
  }
  const outer = envelope.safeParse(readJson(signed.signedText)?.json).data;
  if (outer === undefined) return { ok: false, problem: 'signed envelope lacks a member' };
  if (outer.appId !== keys.appId || outer.method !== identity.method) {
    return { ok: false, problem: 'answer is for another app or method' };
  }
  if (typeof outer.reqSeq === 'string' && outer.reqSeq !== identity.reqSeq) {
    return { ok: false, problem: 'answer is to another request' };
  }
  const inner = readJson(opened(keys.cipher, outer.bizContent) ?? '');
  return inner === undefined
    ? { ok: false, problem: 'bizContent cannot be decrypted or read' }
    : { ok: true, inner: inner.json, echoesRequest: outer.reqSeq === identity.reqSeq };
}

function opened(cipher: BizContentCipher, bizContent: string): string | undefined {
  try {
    return cipher.open(bizContent);
  } catch {
    return undefined;
  }
}
