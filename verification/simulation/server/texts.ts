import { mustHold } from '../engine/broken.ts';

/** Half a surrogate pair in JSON is always an escape; so may be six letters that only look like one. */
const ESCAPE = '\\ud';

/**
 * Whatever a worker hands to the server must be well-formed: for half a surrogate pair in a plain text the SDK's core
 * shuts the worker down, and other languages refuse JSON that holds one.
 *
 * @param message commands, a failure or a payload
 */
export function mustBeWellFormed(message: unknown, whose: string): void {
  const broken = brokenIn(message);
  mustHold(broken === undefined, 'texts are well-formed', () => `${whose} says ${JSON.stringify(broken)}`);
}

function brokenIn(value: unknown): string | undefined {
  if (typeof value === 'string') return isBroken(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Uint8Array)
    return brokenInJson(Buffer.from(value.buffer, value.byteOffset, value.length));
  for (const member of Object.values(value)) {
    const broken = brokenIn(member);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function brokenInJson(bytes: Buffer): string | undefined {
  if (!bytes.includes(ESCAPE)) return undefined;
  const text = bytes.toString();
  let broken: string | undefined;
  JSON.parse(text, (name, value: unknown) => {
    if (isBroken(name) || (typeof value === 'string' && isBroken(value))) broken = text;
    return value;
  });
  return broken;
}

function isBroken(text: string): boolean {
  return /\p{Cs}/u.test(text);
}
