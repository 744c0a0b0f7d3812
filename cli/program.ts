import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { withoutBlanks } from '../rules/environment.ts';
import { packageFolder } from '../workers/packageFolder.ts';
import { registerClientCommands, registerWorkerCommands } from './commands/index.ts';
import type { WorkerIo } from './workerIo.ts';

/** The command line `payouts`, whole. It holds words alone: what a command does is loaded when it is typed. */
export function createProgram(io: WorkerIo): Command {
  const program = new Command('payouts')
    .description(
      'Payouts as durable processes: each made once, none lost, and anyone can say where it stands.',
    )
    .version(version(), '-V, --version', 'print the version of this program')
    .option('--json', 'one JSON document on stdout and nothing else')
    .option('--profile <name>', 'which provider credentials (default: "default")')
    .option('--address <host:port>', 'the Temporal server (default: TEMPORAL_ADDRESS, else localhost:7233)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  registerWorkerCommands(program, io);
  registerClientCommands(program, io);
  return program;
}

const exitCodes = `
Exit codes: 0 done, 1 a payout failed or needs a person, or the command could not do its work,
2 wrong words or input and nothing was started, 130 stopped by Ctrl-C.`;

function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/**
 * Runs one command line and sets the exit code: 0 done, 1 a payout failed or needs a person, 2 bad usage or input.
 * @param words without the program's own name
 */
export async function runProgram(words: readonly string[], io: WorkerIo): Promise<void> {
  try {
    await createProgram({ ...io, env: withoutBlanks(io.env) }).parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0 && words.includes('--json')) io.stdout.write(asJson(error));
    // Help is asked for; everything else of commander's is a word that it does not know.
    io.setExitCode(error.exitCode === 0 ? 0 : 2);
  }
}

/** As every other error of a command: who asked for JSON reads no text. */
function asJson({ message }: CommanderError): string {
  const error = { name: 'UsageError', message: message.replace(/^error: /, ''), problems: [] };
  return `${JSON.stringify({ error }, null, 2)}\n`;
}
