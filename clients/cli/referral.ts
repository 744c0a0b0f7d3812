import type { Command } from 'commander';
import { z } from 'zod';
import type { PayoutRequest } from '../flows.ts';
import { must, optionsBy, runCommand, UsageError } from './command.ts';
import { listCell, withoutEmpty } from './files/csvCells.ts';
import { checkPayouts } from './files/payoutFile.ts';
import { writePayoutTemplate } from './files/template.ts';
import type { CommandIo } from './io.ts';
import { payoutsOfFile } from './payoutFileOf.ts';
import { referralLine, referralTable } from './render/outcomes.ts';
import { registerTemplate } from './template.ts';
import { withdraw } from './withdraw.ts';

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

/** `payouts referral withdraw|template` */
export function registerReferral(program: Command, io: CommandIo): void {
  const family = program.command('referral').description('withdrawals of referral bonuses at Feishu Hire');
  registerTemplate(family, io, {
    what: 'withdrawals',
    next: (path) => `payouts referral withdraw ${path}`,
    write: (path) => writePayoutTemplate('referralWithdrawal', path),
  });
  family
    .command('withdraw')
    .description('withdraw the bonuses of an account, or of those in a file, and wait for the end')
    .argument('[file]', '.xlsx or .csv (a row a payout), or .json (an object, a list, or {"payouts": [...]})')
    .option('--order-id <id>', 'your key of the payout')
    .option('--account <id>', 'the referral account')
    .option('--types <list>', 'point, cash or point,cash')
    .option('--credit <mode>', 'none, webhook or confirm')
    .option('--reconcile <when>', 'now or later')
    .option('--approval <mode>', 'none, or required: another person must approve')
    .option('--requested-by <who>', 'who asks for the payout')
    .option('--batch <id>', 'name of the batch (of a file by default: from its content)')
    .option('--no-wait', 'start and come back at once')
    .action((file: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const options = { ...optionsBy(withdrawOptions, command), profile: context.global.profile };
        const requests = file === undefined ? requestOf(options) : await requestsOf(file, options, io);
        return withdraw(context, requests, options.wait, { table: referralTable, lastLine: referralLine });
      }),
    );
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
