import type { EnvelopeKeys, OpenedAnswer, RequestIdentity } from '../../../providers/allinpay/envelope.ts';
import type { EnvelopeSignature } from '../../../providers/allinpay/signature.ts';
import { readJson } from '../../../providers/http/wireJson.ts';

// Stands in for envelope.ts and signature.ts: the same questions about an answer, without cryptography. Signing and
// ciphers have tests of their own, and would take most of the time here.

export function createSignature(): EnvelopeSignature {
  return { signType: 'RSA2', sign: () => '', verify: () => true };
}

export function buildRequest(
  keys: EnvelopeKeys,
  { method, reqSeq }: RequestIdentity,
  bizContent: string,
): Readonly<Record<string, string>> {
  return { appId: keys.appId, method, reqSeq, bizContent };
}

/** What the simulated gateway writes: everything of the envelope that is judged by. */
interface PlainEnvelope {
  readonly signed: boolean;
  readonly method: string;
  readonly reqSeq: string;
  readonly bizContent: string;
}

export function readAnswer(_keys: EnvelopeKeys, identity: RequestIdentity, text: string): OpenedAnswer {
  const outer = envelopeOf(text);
  if (outer?.signed !== true) return { ok: false, problem: 'answer is not a signed envelope' };
  if (outer.method !== identity.method) return { ok: false, problem: 'answer is for another app or method' };
  if (outer.reqSeq !== identity.reqSeq) return { ok: false, problem: 'answer is to another request' };
  const inner = readJson(outer.bizContent ?? '');
  if (inner === undefined) return { ok: false, problem: 'bizContent cannot be decrypted or read' };
  return { ok: true, inner: inner.json, echoesRequest: true };
}

function envelopeOf(text: string): Partial<PlainEnvelope> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}
