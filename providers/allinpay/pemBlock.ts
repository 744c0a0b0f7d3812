/** What the one block of a PEM text says it is. */
export type PemBlock =
  | { readonly holds: 'privateKey' | 'publicKey' | 'certificate' }
  /** Why it cannot be used, as the end of a sentence; none of the text is in it. */
  | { readonly holds: 'nothing'; readonly problem: string };

const PRIVATE = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'SM2 PRIVATE KEY'];
const PUBLIC = ['PUBLIC KEY', 'RSA PUBLIC KEY'];

/**
 * Reads the labels of a PEM text. Two keys, or a chain of certificates, are refused: the first of them would be taken,
 * and nobody could see which one that was. The curve's name that OpenSSL puts before an EC key is no key.
 */
export function readPemBlock(text: string): PemBlock {
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label);
  const [label, ...others] = labels.filter((one) => !one.endsWith(' PARAMETERS'));
  if (label === undefined) return nothing('is no PEM: it has no line "-----BEGIN … KEY-----"');
  if (others.length > 0) return nothing(`holds ${others.length + 1} PEM blocks: leave the one key in it`);
  if (label === 'ENCRYPTED PRIVATE KEY' || text.includes('Proc-Type: 4,ENCRYPTED')) {
    return nothing('is encrypted: decrypt it, the settings have no place for a passphrase');
  }
  if (PRIVATE.includes(label)) return { holds: 'privateKey' };
  if (PUBLIC.includes(label)) return { holds: 'publicKey' };
  if (label === 'CERTIFICATE') return { holds: 'certificate' };
  return nothing('is a PEM of something else than a key or certificate');
}

function nothing(problem: string): PemBlock {
  return { holds: 'nothing', problem };
}
