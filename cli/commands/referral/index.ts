import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import { registerTemplate, withAsker, withBatch, withoutWait, type Register } from '../shared/words.ts';

/** `payouts referral withdraw|template` */
export const registerReferral: Register = (program, io) => {
  const family = program.command('referral').description('withdrawals of referral bonuses at Feishu Hire');
  const withdraw = family
    .command('withdraw')
    .description('withdraw the bonuses of an account, or of those in a file, and wait for the end')
    .argument('[file]', '.xlsx or .csv (a row a payout), or .json (an object, a list, or {"payouts": [...]})')
    .option('--order-id <id>', 'your key of the payout')
    .option('--account <id>', 'the referral account')
    .option('--types <list>', 'point, cash or point,cash')
    .option('--credit <mode>', 'none, webhook or confirm (default: none)')
    .option('--reconcile <when>', 'now or later (default: now)');
  withBatch(withdraw, 'none; of a file: from its content');
  withAsker(withdraw);
  withoutWait(withdraw, 'start and come back at once')
    .addHelpText('after', '\nTyped again it goes on waiting and withdraws nothing twice.')
    .action((file: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { withdrawReferrals } = await import('./run.ts');
        return withdrawReferrals(context, command, file);
      }),
    );

  registerTemplate(family, io, 'withdrawals', async () => {
    const { writePayoutTemplate } = await import('../../files/template.ts');
    return {
      next: (path) => `payouts referral withdraw ${path}`,
      write: (path) => writePayoutTemplate('referralWithdrawal', path),
    };
  });
};
