import type { Command } from 'commander';
import { z } from 'zod';
import { allinpayBalanceInput, parse, type AllinpayBalanceResult } from '../../../contract/index.ts';
import type { CommandContext } from '../../command.ts';
import { wholeNumberCell } from '../../files/csvCells.ts';
import type { ExitCode } from '../../io.ts';
import { allinpayTable, sumsLine, sumsOf } from '../../render/outcomes.ts';
import { table } from '../../render/text.ts';
import { must, optionsBy } from '../../typed.ts';
import { payoutsOfFile } from '../shared/payoutFileOf.ts';
import { withdraw, type Rendering } from '../shared/withdraw.ts';

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

export async function withdrawAtAllinpay(
  context: CommandContext,
  command: Command,
  file: string,
): Promise<ExitCode> {
  const { batch, wait, ...members } = optionsBy(withdrawOptions, command);
  const { profile } = context.global;
  const given = { ...members, batchId: batch, profile };
  const requests = await payoutsOfFile('allinpayWithdrawal', file, given, context.io);
  return withdraw(context, requests, wait, rendering);
}

export async function allinpayBalance(context: CommandContext, command: Command): Promise<ExitCode> {
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
