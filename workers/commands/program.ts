import { Command, CommanderError } from 'commander';
import { withoutBlanks } from '../../clients/environment.ts';
import { registerClientCommands } from '../../clients/cli/index.ts';
import { registerDemo } from '../demo/command.ts';
import type { WorkerIo } from './commandIo.ts';
import { registerDev } from './dev.ts';
import { registerDoctor } from './doctor.ts';
import { registerReplay } from './replay.ts';
import { registerSandbox } from './sandbox.ts';
import { registerSetup } from './setup.ts';
import { registerWorker } from './worker.ts';

/** The command line `payouts`, whole. */
function createProgram(io: WorkerIo): Command {
  const program = new Command('payouts')
    .description(
      'Payouts as durable processes: each made once, none lost, and anyone can say where it stands.',
    )
    .option('--json', 'one JSON document on stdout and nothing else')
    .option('--profile <name>', 'which provider credentials (default: "default")')
    .option('--address <host:port>', 'the Temporal server (default: TEMPORAL_ADDRESS, else localhost:7233)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  registerDev(program, io);
  registerDemo(program, io);
  registerWorker(program, io);
  registerSandbox(program, io);
  registerDoctor(program, io);
  registerSetup(program, io);
  registerReplay(program, io);
  registerClientCommands(program, io);
  return program;
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
    // Help is asked for; everything else of commander's is a word that it does not know.
    io.setExitCode(error.exitCode === 0 ? 0 : 2);
  }
}
