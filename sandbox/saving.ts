import { z } from 'zod';

const entries = z.array(z.tuple([z.string(), z.unknown()]));

/** A Map that is saved as its entries; plain objects would trip over keys such as `__proto__`. */
export function mapOf<Value extends z.ZodType>(
  value: Value,
): z.ZodPipe<
  z.ZodPipe<typeof entries, z.ZodTransform<Map<string, unknown>, [string, unknown][]>>,
  z.ZodMap<z.ZodString, Value>
> {
  return entries.transform((list) => new Map(list)).pipe(z.map(z.string(), value));
}

/** The text of every frozen object that has been saved. */
const written = new WeakMap<object, string>();

/**
 * A value as JSON, Maps as their entries. A frozen object is taken never to change, inside either, and is written out
 * once: twenty thousand records are not to be put into words anew for every call.
 */
export function savedText(value: object): string {
  const pieces: string[] = [];
  write(value, pieces);
  return pieces.join('');
}

/** Into one flat list: texts joined level by level would be copied level by level, all 30 MB of them. */
function write(value: unknown, pieces: string[]): void {
  if (typeof value !== 'object' || value === null) pieces.push(JSON.stringify(value));
  else if (Object.isFrozen(value)) pieces.push(writtenOnce(value));
  else if (value instanceof Map) writeAll('[]', [...value.entries()], pieces, writeEntry);
  else if (Array.isArray(value)) writeAll('[]', value, pieces, write);
  else writeAll('{}', membersOf(value), pieces, writeMember);
}

function writtenOnce(value: object): string {
  const text = written.get(value) ?? JSON.stringify(value);
  written.set(value, text);
  return text;
}

function writeAll<Part>(
  brackets: '[]' | '{}',
  parts: readonly Part[],
  pieces: string[],
  writePart: (part: Part, pieces: string[]) => void,
): void {
  pieces.push(brackets.charAt(0));
  parts.forEach((part, at) => {
    if (at > 0) pieces.push(',');
    writePart(part, pieces);
  });
  pieces.push(brackets.charAt(1));
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function writeMember([name, member]: readonly [string, unknown], pieces: string[]): void {
  pieces.push(`${JSON.stringify(name)}:`);
  write(member, pieces);
}

function writeEntry([key, value]: readonly [unknown, unknown], pieces: string[]): void {
  pieces.push(`[${JSON.stringify(key)},`);
  write(value, pieces);
  pieces.push(']');
}
