import tls from 'node:tls';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A key and a certificate of 127.0.0.1, made now. Nobody trusts it yet. */
export async function selfSigned(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}

/**
 * Lets every client of this process trust a certificate, as NODE_EXTRA_CA_CERTS would have, which is read once at start.
 * @returns how to trust it no more
 */
export function trust({ cert }: Certificate): () => void {
  const original = tls.createSecureContext;
  tls.createSecureContext = (options) => {
    // A server's own context keeps to what it was given.
    if (options?.key !== undefined) return original(options);
    return original({ ...options, ca: [...tls.rootCertificates, cert] });
  };
  return () => {
    tls.createSecureContext = original;
  };
}
