import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { Command } from 'commander';
import { z } from 'zod';
import { parse, type Parsed, type Problem } from '../../contract/index.ts';
import { InvalidInputError, PayoutsError, SettingsError, UpdateRefusedError } from '../errors.ts';
import type { CliClient, CommandIo, ExitCode } from './io.ts';

/** Wrong on the command line or in a file: nothing was started. */
export class UsageError extends Error {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = 'UsageError';
    this.problems = problems;
  }
}

/** Options that the program takes before or after any command. */
const globalOptions = z.object({
  json: z.boolean().default(false),
  profile: z.string().optional(),
  address: z.string().optional(),
});

export type GlobalOptions = z.output<typeof globalOptions>;

/** What a command works with beside its own options. */
export interface CommandContext {
  readonly io: CommandIo;
  readonly global: GlobalOptions;
  /** Connects, and closes after the work, however it ends. */
  withClient<T>(work: (client: CliClient) => Promise<T>): Promise<T>;
  /** With --json the document, else the text; stdout holds nothing else. */
  print(document: unknown, text: () => string): void;
}

/** @returns the value, or @throws UsageError that names every problem */
export function must<T>(what: string, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new UsageError(`${what}:`, parsed.problems);
}

/** Reads a command's options by a schema: commander knows them as text only. */
export function optionsBy<T>(schema: z.ZodType<T>, command: Command): T {
  return must('The options are wrong', parse(schema, command.opts()));
}

/**
 * Runs a command's work and turns whatever it throws into one message and an exit code; a stack trace is for us,
 * not for who types.
 */
export async function runCommand(
  command: Command,
  io: CommandIo,
  work: (context: CommandContext) => Promise<ExitCode>,
): Promise<void> {
  const read = globalOptions.safeParse(command.optsWithGlobals());
  const global = read.success ? read.data : { json: false };
  try {
    io.setExitCode(await work(contextOf(io, global)));
  } catch (error) {
    report(error, io, global.json);
    io.setExitCode(exitCodeOf(error));
  }
}

function contextOf(io: CommandIo, global: GlobalOptions): CommandContext {
  return {
    io,
    global,
    async withClient(work) {
      const client = await io.connect({ address: global.address, env: io.env });
      try {
        return await work(client);
      } finally {
        await client.close();
      }
    },
    print: (document, text) =>
      io.stdout.write(`${global.json ? JSON.stringify(document, null, 2) : text()}\n`),
  };
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof InvalidInputError || error instanceof SettingsError)
    return 2;
  if (error instanceof UpdateRefusedError) return error.type === 'InvalidInput' ? 2 : 1;
  return 1;
}

function problemsOf(error: unknown): readonly Problem[] {
  return error instanceof UsageError || error instanceof InvalidInputError ? error.problems : [];
}

function messageOf(error: unknown): string {
  if (error instanceof PayoutsError || error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return 'No worker answered in time. It may still be taken once one runs: look by `payouts show` before repeating it.';
  }
  if (isGrpcServiceError(error.cause)) {
    return `${error.message}: ${error.cause.details} (if it names a search attribute: \`payouts setup\` makes them)`;
  }
  return error.message;
}

function report(error: unknown, io: CommandIo, json: boolean): void {
  const problems = problemsOf(error);
  if (json) {
    const name = error instanceof Error ? error.name : 'Error';
    io.stdout.write(`${JSON.stringify({ error: { name, message: messageOf(error), problems } }, null, 2)}\n`);
  }
  const lines = error instanceof UsageError ? problems.map(lineOf) : [];
  io.stderr.write(`${[messageOf(error), ...lines].join('\n')}\n`);
}

function lineOf({ field, message }: Problem): string {
  return field === undefined ? `  ${message}` : `  ${field}: ${message}`;
}
