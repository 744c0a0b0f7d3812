import type { Command } from 'commander';
import { z } from 'zod';
import { statuses, type Flow } from '../../contract/index.ts';
import type { PayoutSummary } from '../description.ts';
import { optionsBy, runCommand } from './command.ts';
import type { CommandIo } from './io.ts';
import { counted, table } from './render/text.ts';

const flows = [
  'referralWithdrawal',
  'allinpayWithdrawal',
  'lumpSumCorrection',
  'allinpayBalance',
  'lumpSumQuery',
] as const satisfies readonly Flow[];

const listOptions = z.object({
  status: z.enum(statuses, { error: `must be one of ${statuses.join(', ')}` }).optional(),
  attention: z.literal(true).optional(),
  batch: z.string().optional(),
  flow: z.enum(flows, { error: `must be one of ${flows.join(', ')}` }).optional(),
  query: z.string().optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .default(50),
});

/** `payouts list` */
export function registerList(program: Command, io: CommandIo): void {
  program
    .command('list')
    .description('list payouts, the newest first')
    .option('--status <status>', 'only of this status')
    .option('--attention', 'only those that need a person')
    .option('--batch <id>', 'only of this batch')
    .option('--flow <flow>', 'only of this flow (default: all that move money)')
    .option('--query <filter>', "more, in Temporal's list filter language")
    .option('--limit <n>', 'at most so many (default: 50)')
    .addHelpText('after', '\nExits 0 whatever the listed payouts are like.')
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { limit, batch, attention, ...rest } = optionsBy(listOptions, command);
        const filter = {
          ...rest,
          batchId: batch,
          needsAttention: attention,
          profile: context.global.profile,
        };
        const payouts = await context.withClient((client) => client.list(filter, limit));
        context.print({ payouts }, () => listText(payouts, limit));
        return 0;
      }),
    );
}

/** One row a payout, as the server's index has it: a moment behind. */
export function listText(payouts: readonly PayoutSummary[], limit: number): string {
  const columns = ['payout', 'status', 'run', 'attention', 'batch', 'started', 'closed'];
  const rows = payouts.map((payout) => [
    payout.workflowId,
    payout.status ?? '-',
    payout.execution,
    payout.needsAttention ? 'yes' : '',
    payout.batchId ?? '-',
    payout.startedAt,
    payout.closedAt ?? '-',
  ]);
  const more = payouts.length === limit ? ', there may be more: --limit' : '';
  return `${table(columns, rows)}\n${counted(payouts.length, 'payout')}${more}`;
}
