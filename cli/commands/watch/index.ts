import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import { withOut, withoutWait, type Register } from '../shared/words.ts';

/** `payouts watch` */
export const registerWatch: Register = (program, io) => {
  const watch = program
    .command('watch')
    .description('follow a batch of any flow to its end, and say of each payout or record what became of it')
    .argument('<batch>', 'name of the batch');
  withoutWait(watch, 'say how it stands now and come back at once');
  withOut(watch, 'write every line of the report')
    .addHelpText('after', '\nWhoever started the batch may be gone; Ctrl-C stops the watch and nothing else.')
    .action((batchId: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => (await import('./run.ts')).watch(context, command, batchId)),
    );
};
