import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import type { Register } from '../shared/words.ts';

/** `payouts list` */
export const registerList: Register = (program, io) => {
  program
    .command('list')
    .description('list payouts, the newest first: what was asked for, by whom, and where it stands')
    .option('--status <status>', 'only of this status, such as processing or settled')
    .option('--attention', 'only those that need a person')
    .option('--batch <id>', 'only of this batch')
    .option(
      '--flow <flow>',
      'only of this flow: referralWithdrawal, allinpayWithdrawal, lumpSumCorrection, allinpayBalance or lumpSumQuery ' +
        '(default: all that move money)',
    )
    .option('--query <filter>', "more, in Temporal's list filter language")
    .option('--wide', 'with their age, the reasons that need a person, and what each waits for')
    .option('--limit <n>', 'at most so many (default: 50)')
    .addHelpText('after', '\nExits 0 whatever the listed payouts are like.')
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => (await import('./run.ts')).list(context, command)),
    );
};
