import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import type { Register } from '../shared/words.ts';

/** `payouts show` */
export const registerShow: Register = (program, io) => {
  program
    .command('show')
    .description('say where a payout stands, why, and what a person can do')
    .argument('<id>', 'workflow id, or an order id')
    .option(
      '--records <file...>',
      'files of `payouts export`: read where the server knows the payout no more',
    )
    .addHelpText(
      'after',
      '\nExits 0 when it is well or goes on by itself, 1 when it failed, was paid in part, or needs a person.',
    )
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => (await import('./run.ts')).show(context, command, id)),
    );
};
