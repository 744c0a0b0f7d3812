import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import type { CommandIo } from '../../io.ts';
import type { Template } from './template.ts';

/** Adds commands to a program, or to a family of commands. What they do is loaded when one is typed. */
export type Register = (program: Command, io: CommandIo) => void;

// One option, one spelling and one meaning, whichever commands take it.

export function withBatch(command: Command, otherwise: string): Command {
  return command.option('--batch <id>', `name of the batch (default: ${otherwise})`);
}

export function withAsker(command: Command): Command {
  return command
    .option('--requested-by <who>', 'who asks for it; nobody proves it')
    .option('--approval <mode>', 'none, or required: another person must approve each (default: none)');
}

export function withSend(command: Command, never: string): Command {
  return command.option('--send <mode>', `once, or never: ${never} (default: once)`);
}

export function withoutWait(command: Command, what: string): Command {
  return command.option('--no-wait', what);
}

/** A file that was there before is left alone unless the person says otherwise. */
export function withOut(command: Command, what: string): Command {
  return command
    .option('--out <file>', `${what}: .xlsx, .csv or .json`)
    .option('--overwrite', 'write over the file of --out where it is there already');
}

/** Adds `template` to a family. */
export function registerTemplate(
  family: Command,
  io: CommandIo,
  what: string,
  load: () => Promise<Template>,
): void {
  const added = family.command('template').description(`write an empty file of ${what}, with its columns`);
  withOut(added, 'the file').action((_options: unknown, command: Command) =>
    runCommand(command, io, async (context) => {
      const [{ template }, loaded] = await Promise.all([import('./template.ts'), load()]);
      return template(context, command, loaded);
    }),
  );
}
