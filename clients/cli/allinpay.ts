import type { Command } from 'commander';
import { z } from 'zod';
import { allinpayBalanceInput, parse, type AllinpayBalanceResult } from '../../contract/index.ts';
import { must, optionsBy, runCommand } from './command.ts';
import { wholeNumberCell } from './files/csvCells.ts';
import { writePayoutTemplate } from './files/template.ts';
import type { CommandIo } from './io.ts';
import { payoutsOfFile } from './payoutFileOf.ts';
import { allinpayTable, sumsLine, sumsOf } from './render/outcomes.ts';
import { table } from './render/text.ts';
import { registerTemplate } from './template.ts';
import { withdraw, type Rendering } from './withdraw.ts';

const withdrawOptions = z.object({
  batch: z.string().optional(),
  requestedBy: z.string().optional(),
  approval: z.string().optional(),
  send: z.string().optional(),
  wait: z.boolean(),
});

const balanceOptions = z.object({
  accountUserId: z.array(z.string()).default([]),
  externalCode: z.array(z.string()).default([]),
  platform: z.boolean().default(false),
});

const rendering: Rendering = {
  table: allinpayTable,
  lastLine: (payouts) => sumsLine(sumsOf(payouts)),
};

/** `payouts allinpay withdraw|template|balance` */
export function registerAllinpay(program: Command, io: CommandIo): void {
  const family = program.command('allinpay').description('withdrawals and balances at Allinpay');

  family
    .command('withdraw')
    .description('pay the orders of a file, and wait until each is settled, has failed or needs a person')
    .argument('<file>', '.xlsx or .csv (a row a detail), or .json (an object, a list, or {"payouts": [...]})')
    .option('--batch <id>', 'name of the batch (default: from the content of the file)')
    .option('--requested-by <who>', 'who asks for the payouts')
    .option('--approval <mode>', 'none, or required: another person must approve each')
    .option('--send <mode>', 'once, or never: only look the orders up and track them')
    .option('--no-wait', 'start them and come back at once')
    .addHelpText('after', '\nStarted again with the same file it goes on waiting and pays nothing twice.')
    .action((file: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { batch, wait, ...members } = optionsBy(withdrawOptions, command);
        const { profile } = context.global;
        const given = { ...members, batchId: batch, profile };
        const requests = await payoutsOfFile('allinpayWithdrawal', file, given, io);
        return withdraw(context, requests, wait, rendering);
      }),
    );

  registerTemplate(family, io, {
    what: 'withdrawals',
    next: (path) => `payouts allinpay withdraw ${path}`,
    write: (path) => writePayoutTemplate('allinpayWithdrawal', path),
  });

  family
    .command('balance')
    .description('show the balances of accounts, in yuan')
    .option('--account-user-id <id...>', "the provider's account numbers")
    .option('--external-code <code...>', 'your own codes of accounts')
    .option('--platform', "the platform's own account")
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const options = optionsBy(balanceOptions, command);
        const accounts = [
          ...options.accountUserId.map((id) => ({ accountUserId: wholeNumberCell(id) })),
          ...options.externalCode.map((externalCode) => ({ externalCode })),
          ...(options.platform ? [{ isPlatform: true }] : []),
        ];
        const { profile } = context.global;
        const asked = { accounts, ...(profile === undefined ? {} : { profile }) };
        const input = must('The accounts are wrong, nothing was asked', parse(allinpayBalanceInput, asked));
        const balances = await context.withClient((client) => client.allinpayBalance(input));
        context.print(balances, () => balanceTable(balances));
        return 0;
      }),
    );
}

function balanceTable({ accounts }: AllinpayBalanceResult): string {
  const columns = ['account', 'code', 'name', 'set', 'balance', 'frozen', 'available', 'withdrawable'];
  const rows = accounts.map((account) => [
    account.accountUserId,
    account.externalCode ?? '-',
    account.accountName ?? account.shopName ?? '-',
    account.accountSetNo,
    account.balance,
    account.frozenBalance,
    account.availableBalance,
    account.withdrawBalance,
  ]);
  return table(columns, rows);
}
