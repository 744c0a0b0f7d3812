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
