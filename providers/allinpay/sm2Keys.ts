import type { KeyObject } from 'node:crypto';

// id-ecPublicKey on the curve sm2p256v1 (1.2.156.10197.1.301), GM/T 0006.
const SM2_ALGORITHM = '301306072a8648ce3d020106082a811ccf5501822d';
const POINT = '(?:0[23][0-9a-f]{64}|04[0-9a-f]{128})';

// Node gives SM2 keys neither a name nor a JWK, so the numbers are read from DER. These are all the layouts there can be:
// whatever was in the PEM, OpenSSL has read it and written it anew.
const SPKI = new RegExp(`^30(?:39|59)${SM2_ALGORITHM}03(?:22|42)00(${POINT})$`);
const PKCS8 = new RegExp(
  `^30(?:41|67|8187)020100${SM2_ALGORITHM}04(?:27|4d|6d)30(?:25|4b|6b)0201010420([0-9a-f]{64})` +
    `(?:a1(?:24|44)03(?:22|42)00${POINT})?$`,
);

/** The secret number of an SM2 key as 64 hex digits, or undefined for any other key. */
export function sm2Scalar(key: KeyObject): string | undefined {
  return PKCS8.exec(key.export({ type: 'pkcs8', format: 'der' }).toString('hex'))?.[1];
}

/** The point of an SM2 public key in hex, compressed or not, or undefined for any other key. */
export function sm2Point(key: KeyObject): string | undefined {
  return SPKI.exec(key.export({ type: 'spki', format: 'der' }).toString('hex'))?.[1];
}
