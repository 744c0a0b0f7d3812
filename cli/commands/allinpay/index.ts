import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import {
  registerTemplate,
  withAsker,
  withBatch,
  withoutWait,
  withSend,
  type Register,
} from '../shared/words.ts';

/** `payouts allinpay withdraw|template|balance` */
export const registerAllinpay: Register = (program, io) => {
  const family = program.command('allinpay').description('withdrawals and balances at Allinpay');

  const withdraw = family
    .command('withdraw')
    .description('pay the orders of a file, and wait until each is settled, has failed or needs a person')
    .argument(
      '<file>',
      '.xlsx or .csv (a row a detail), or .json (an object, a list, or {"payouts": [...]})',
    );
  withBatch(withdraw, 'from the content of the file');
  withAsker(withdraw);
  withSend(withdraw, 'only look the orders up and track them');
  withoutWait(withdraw, 'start them and come back at once')
    .addHelpText('after', '\nStarted again with the same file it goes on waiting and pays nothing twice.')
    .action((file: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { withdrawAtAllinpay } = await import('./run.ts');
        return withdrawAtAllinpay(context, command, file);
      }),
    );

  registerTemplate(family, io, 'withdrawals', async () => {
    const { writePayoutTemplate } = await import('../../files/template.ts');
    return {
      next: (path) => `payouts allinpay withdraw ${path}`,
      write: (path) => writePayoutTemplate('allinpayWithdrawal', path),
    };
  });

  family
    .command('balance')
    .description('show the balances of accounts, in yuan')
    .option('--account-user-id <id...>', "the provider's account numbers")
    .option('--external-code <code...>', 'your own codes of accounts')
    .option('--platform', "the platform's own account")
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { allinpayBalance } = await import('./run.ts');
        return allinpayBalance(context, command);
      }),
    );
};
