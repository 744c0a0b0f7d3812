import type { Command } from 'commander';
import { runCommand, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import type { WorkerIo } from '../../workerIo.ts';

/** Adds a command that runs something here. What it does is loaded when it is typed: a worker's native part among it. */
export type RegisterWork = (program: Command, io: WorkerIo) => void;

/** @returns the command, for its own arguments and options */
export function addWork(
  program: Command,
  io: WorkerIo,
  name: string,
  description: string,
  work: (context: CommandContext, command: Command) => Promise<ExitCode>,
): Command {
  const added = program.command(name).description(description);
  return added.action(() => runCommand(added, io, (context) => work(context, added)));
}
