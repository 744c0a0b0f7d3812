import type { Command } from 'commander';
import type { Problem } from '../contract/index.ts';
import type { Told } from './failureText.ts';
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
export interface GlobalOptions {
  readonly json: boolean;
  readonly profile?: string | undefined;
  readonly address?: string | undefined;
}

/** What a command works with beside its own options. */
export interface CommandContext {
  readonly io: CommandIo;
  readonly global: GlobalOptions;
  /** Connects, and closes after the work, however it ends. */
  withClient<T>(work: (client: CliClient) => Promise<T>): Promise<T>;
  /** With --json the document, else the text; stdout holds nothing else. */
  print(document: unknown, text: () => string): void;
}

/**
 * Runs a command's work and turns whatever it throws into one message and an exit code; a stack trace is for us,
 * not for who types. Loads nothing by itself: each command's work brings what it needs.
 */
export async function runCommand(
  command: Command,
  io: CommandIo,
  work: (context: CommandContext) => Promise<ExitCode>,
): Promise<void> {
  const { json = false, profile, address } = command.optsWithGlobals<Partial<GlobalOptions>>();
  try {
    io.setExitCode(await work(contextOf(io, { json, profile, address })));
  } catch (error) {
    const told = await toldOf(error);
    report(told, io, json);
    io.setExitCode(told.exitCode);
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

async function toldOf(error: unknown): Promise<Told> {
  if (error instanceof UsageError) {
    const { name, message, problems } = error;
    return { name, message, problems, lines: problems.map(lineOf), exitCode: 2 };
  }
  const { failureText } = await import('./failureText.ts');
  return failureText(error);
}

function lineOf({ field, message }: Problem): string {
  return field === undefined ? `  ${message}` : `  ${field}: ${message}`;
}

function report({ name, message, problems, lines = [] }: Told, io: CommandIo, json: boolean): void {
  if (json) io.stdout.write(`${JSON.stringify({ error: { name, message, problems } }, null, 2)}\n`);
  io.stderr.write(`${[message, ...lines].join('\n')}\n`);
}
