import type { Command } from 'commander';
import { z } from 'zod';
import type { PayoutRequest } from '../../../clients/flows.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import { listCell, withoutEmpty } from '../../files/csvCells.ts';
import { checkPayouts } from '../../files/payoutFile.ts';
import type { CommandIo, ExitCode } from '../../io.ts';
import { referralLine, referralTable } from '../../render/outcomes.ts';
import { must, optionsBy } from '../../typed.ts';
import { payoutsOfFile } from '../shared/payoutFileOf.ts';
import { withdraw } from '../shared/withdraw.ts';

const withdrawOptions = z.object({
  orderId: z.string().optional(),
  account: z.string().optional(),
  types: z.string().optional(),
  credit: z.string().optional(),
  reconcile: z.string().optional(),
  approval: z.string().optional(),
  requestedBy: z.string().optional(),
  batch: z.string().optional(),
  wait: z.boolean(),
});

type WithdrawOptions = z.output<typeof withdrawOptions> & { readonly profile: string | undefined };

/** Members of the input by the option that gives them: a problem names what was typed. */
const optionOf: Readonly<Record<string, string>> = {
  externalOrderId: '--order-id',
  referralAccountId: '--account',
  bonusTypes: '--types',
  credit: '--credit',
  reconcile: '--reconcile',
  approval: '--approval',
  requestedBy: '--requested-by',
  batchId: '--batch',
  profile: '--profile',
};

export async function withdrawReferrals(
  context: CommandContext,
  command: Command,
  file: string | undefined,
): Promise<ExitCode> {
  const options = { ...optionsBy(withdrawOptions, command), profile: context.global.profile };
  const requests = file === undefined ? requestOf(options) : await requestsOf(file, options, context.io);
  return withdraw(context, requests, options.wait, { table: referralTable, lastLine: referralLine });
}

function requestOf(options: WithdrawOptions): PayoutRequest[] {
  const data = withoutEmpty({
    externalOrderId: options.orderId,
    referralAccountId: options.account,
    bonusTypes: listCell(options.types),
    credit: options.credit,
    reconcile: options.reconcile,
    approval: options.approval,
    requestedBy: options.requestedBy,
    batchId: options.batch,
    profile: options.profile,
  });
  const whereIs = (field = '') => ({ field: optionOf[field.replace(/\[\d+\]$/, '')] ?? field });
  const raw = { payouts: [{ data, whereIs }], problems: [] };
  return must('Nothing was started', checkPayouts('referralWithdrawal', raw, {}));
}

async function requestsOf(
  file: string,
  options: WithdrawOptions,
  io: CommandIo,
): Promise<readonly PayoutRequest[]> {
  const { orderId, account, types, credit, reconcile } = options;
  const single = withoutEmpty({
    externalOrderId: orderId,
    referralAccountId: account,
    bonusTypes: types,
    credit,
    reconcile,
  });
  const problems = Object.keys(single).map((member) => ({
    field: optionOf[member] ?? member,
    message: 'goes with a single payout, not with a file; write it in the file',
  }));
  if (problems.length > 0) throw new UsageError('Nothing was started:', problems);
  const { profile, approval, requestedBy, batch } = options;
  const given = { profile, approval, requestedBy, batchId: batch };
  return payoutsOfFile('referralWithdrawal', file, given, io);
}
