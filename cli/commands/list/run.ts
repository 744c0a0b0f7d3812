import type { Command } from 'commander';
import { z } from 'zod';
import { concurrently } from '../../../clients/concurrently.ts';
import type { PayoutSummary } from '../../../clients/description.ts';
import { overviewOf, QUERY_DEADLINE_MS } from '../../../clients/follow/overview.ts';
import { statuses, type Flow } from '../../../contract/index.ts';
import type { CommandContext } from '../../command.ts';
import type { CliClient, ExitCode } from '../../io.ts';
import { listText, wideListText, type WideRow } from '../../render/listText.ts';
import { optionsBy } from '../../typed.ts';

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
  wide: z.literal(true).optional(),
  batch: z.string().optional(),
  flow: z.enum(flows, { error: `must be one of ${flows.join(', ')}` }).optional(),
  query: z.string().optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .default(50),
});

export async function list(context: CommandContext, command: Command): Promise<ExitCode> {
  const { limit, batch, attention, wide, ...rest } = optionsBy(listOptions, command);
  const filter = { ...rest, batchId: batch, needsAttention: attention, profile: context.global.profile };
  if (wide === undefined) {
    const payouts = await context.withClient((client) => client.list(filter, limit));
    context.print({ payouts }, () => listText(payouts, limit));
    return 0;
  }
  const payouts = await context.withClient(async (client) =>
    widened(client, await client.list(filter, limit)),
  );
  context.print({ payouts }, () => wideListText(payouts, limit, Date.now()));
  return 0;
}

/** Open payouts that are asked at once. */
const ASKED_AT_ONCE = 8;

/**
 * What each open payout waits for. All share one deadline: without a worker none answers, and a deadline for each would
 * hold a long list up for minutes.
 */
function widened(client: CliClient, payouts: readonly PayoutSummary[]): Promise<WideRow[]> {
  const deadline = Date.now() + QUERY_DEADLINE_MS;
  const sharing: Pick<CliClient, 'within'> = {
    within: (_ms, call) => client.within(Math.max(1, deadline - Date.now()), call),
  };
  return concurrently(payouts, ASKED_AT_ONCE, async (payout) => {
    if (payout.execution !== 'open') return { ...payout, waits: undefined };
    return { ...payout, waits: await waitsOn(sharing, client.payout(payout.workflowId, payout.runId)) };
  });
}

/** @returns undefined where the server itself did not answer */
async function waitsOn(
  client: Pick<CliClient, 'within'>,
  payout: ReturnType<CliClient['payout']>,
): Promise<WideRow['waits']> {
  try {
    return (await overviewOf(client, payout)).waits;
  } catch {
    return undefined;
  }
}
