/**
 * How the two numbers of an SM2 signature are written: `der` is an ASN.1 SEQUENCE of two INTEGERs (GM/T 0009, 7.3), `raw`
 * is r and s of 32 bytes each, one after the other. The provider's pages do not say which it uses.
 */
export const SM2_SIGNATURE_FORMS = ['der', 'raw'] as const;
export type Sm2SignatureForm = (typeof SM2_SIGNATURE_FORMS)[number];

/** The order of the curve's base point. Source: GM/T 0003.5, the recommended curve. */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const NUMBER_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Writes r and s, given as 64 bytes, in one of the forms. */
export function writeSm2Signature(raw: Uint8Array, form: Sm2SignatureForm): Uint8Array {
  switch (form) {
    case 'raw':
      return raw;
    case 'der': {
      const content = [raw.subarray(0, NUMBER_BYTES), raw.subarray(NUMBER_BYTES)].flatMap(derInteger);
      return Uint8Array.of(SEQUENCE, content.length, ...content);
    }
  }
}

/**
 * Every signature that the bytes can stand for, as r and s of 64 bytes in all: mostly one, none for what is in neither
 * form. 64 bytes are r and s, and DER as well where they are that to the letter; the odds of both are one in 2^40, and
 * then both are tried, since whichever verifies was made with the key. DER is read strictly, so that none has two
 * spellings: shortest lengths, shortest numbers, nothing behind.
 */
export function readSm2Signature(bytes: Uint8Array): Uint8Array[] {
  const raw = bytes.length === 2 * NUMBER_BYTES ? bytes : undefined;
  return [raw, fromDer(bytes)].filter((one) => one !== undefined).filter(isInRange);
}

function derInteger(number: Uint8Array): number[] {
  const first = number.findIndex((byte) => byte !== 0);
  const digits = [...number.subarray(first === -1 ? NUMBER_BYTES - 1 : first)];
  const value = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits;
  return [INTEGER, value.length, ...value];
}

function fromDer(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== SEQUENCE || bytes[1] !== bytes.length - 2) return undefined;
  const r = integerAt(bytes, 2);
  const s = r && integerAt(bytes, r.end);
  if (r === undefined || s?.end !== bytes.length) return undefined;
  return Buffer.concat([r.value, s.value]);
}

/** A DER INTEGER that is not negative, as 32 bytes. */
function integerAt(bytes: Uint8Array, at: number): { value: Uint8Array; end: number } | undefined {
  const start = at + 2;
  const length = bytes[at + 1];
  if (bytes[at] !== INTEGER || length === undefined || length === 0) return undefined;
  const [first = 0, second = 0] = bytes.subarray(start, start + 2);
  const isShortest = first !== 0 || length === 1 || second >= 0x80;
  if (first >= 0x80 || !isShortest || start + length > bytes.length) return undefined;
  const digits = bytes.subarray(start + (first === 0 ? 1 : 0), start + length);
  if (digits.length > NUMBER_BYTES) return undefined;
  const value = new Uint8Array(NUMBER_BYTES);
  value.set(digits, NUMBER_BYTES - digits.length);
  return { value, end: start + length };
}

/** r and s from 1 to the order less one, as GM/T 0003.2, 7.1 asks before anything else; the library does not look. */
function isInRange(raw: Uint8Array): boolean {
  return [raw.subarray(0, NUMBER_BYTES), raw.subarray(NUMBER_BYTES)].every((bytes) => {
    const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    return number > 0n && number < ORDER;
  });
}
