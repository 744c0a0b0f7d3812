import { URL } from 'node:url';

// What of the product is replaced in the simulation, and nothing else: the socket, and the cryptography around it.
const replacements = [
  [/\/providers\/http\/http\.[jt]s$/, '../transport/post'],
  [/\/providers\/allinpay\/(?:envelope|signature)\.[jt]s$/, '../transport/plainEnvelope'],
];

/** A module loader hook. */
export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  const [, replacement] = replacements.find(([pattern]) => pattern.test(resolved.url)) ?? [];
  if (replacement === undefined || context.parentURL?.includes('/simulation/transport/')) return resolved;
  const extension = resolved.url.slice(resolved.url.lastIndexOf('.'));
  const url = new URL(`./${replacement.split('/').pop()}${extension}`, import.meta.url);
  return nextResolve(url.href, { ...context, parentURL: import.meta.url });
}
