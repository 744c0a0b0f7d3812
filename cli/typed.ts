import type { Command } from 'commander';
import type { z } from 'zod';
import { parse, type Parsed } from '../contract/index.ts';
import { UsageError } from './command.ts';

/** @returns the value, or @throws UsageError that names every problem */
export function must<T>(what: string, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new UsageError(`${what}:`, parsed.problems);
}

/** Reads a command's options by a schema: commander knows them as text only. */
export function optionsBy<T>(schema: z.ZodType<T>, command: Command): T {
  const parsed = parse(schema, command.opts());
  if (parsed.ok) return parsed.value;
  const problems = parsed.problems.map(({ field, message }) => ({
    ...(field === undefined ? {} : { field: optionOf(command, field) }),
    message,
  }));
  throw new UsageError('The options are wrong:', problems);
}

/** @returns the option as it is typed, of a member such as `pageSize` or `id[1]` */
function optionOf(command: Command, field: string): string {
  const [member] = field.split(/[.[]/, 1);
  return command.options.find((option) => option.attributeName() === member)?.long ?? field;
}
