import type { PayoutRequest } from '../../../clients/flows.ts';
import { runPayouts } from '../../../clients/follow/runPayouts.ts';
import { isWell, orderIdOf, type ReportedPayout } from '../../../clients/results/outcome.ts';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { liveBar } from '../../liveBar.ts';
import { needsPersonText, statusOf, sumsOf } from '../../render/outcomes.ts';
import { whatToType } from '../../render/whatToType.ts';
import { progressFigures } from './progress.ts';

/** How a family of payouts is shown. */
export interface Rendering {
  table(payouts: readonly ReportedPayout[]): string;
  lastLine(payouts: readonly ReportedPayout[]): string;
}

/** Starts the payouts, shows how far they are, waits unless told not to, and reports. */
export async function withdraw(
  context: CommandContext,
  requests: readonly PayoutRequest[],
  wait: boolean,
  rendering: Rendering,
): Promise<ExitCode> {
  const { io } = context;
  const interrupt = new AbortController();
  const listenNoMore = io.onInterrupt(() => {
    interrupt.abort();
  });
  const bar = liveBar(io, 'payouts');
  try {
    const payouts = await context.withClient((client) =>
      runPayouts(client, requests, {
        wait,
        signal: interrupt.signal,
        onProgress: (progress) => {
          bar.show(progressFigures(progress));
        },
      }),
    );
    bar.stop();
    context.print(documentOf(payouts), () => textOf(payouts, rendering));
    if (!interrupt.signal.aborted) return payouts.every(({ outcome }) => isWell(outcome)) ? 0 : 1;
    io.stderr.write(`${comeBack(requests)}\n`);
    return 130;
  } finally {
    bar.stop();
    listenNoMore();
  }
}

function comeBack(requests: readonly PayoutRequest[]): string {
  const batches = [...new Set(requests.flatMap(({ input }) => input.batchId ?? []))];
  const commands =
    batches.length === 0 ? ['payouts list'] : batches.map((id) => `payouts list --batch ${id}`);
  return (
    'Stopped waiting; every payout that was started goes on. Type the same command again to go on waiting ' +
    `(nothing is paid twice), or look: ${commands.join(', ')}`
  );
}

function textOf(payouts: readonly ReportedPayout[], rendering: Rendering): string {
  const parts = [rendering.table(payouts), needsPersonText(payouts), rendering.lastLine(payouts)];
  return parts.filter((part) => part !== '').join('\n');
}

/** What --json prints: one member a payout, in the order of the input. */
export function documentOf(payouts: readonly ReportedPayout[]): unknown {
  return {
    payouts: payouts.map(({ request, outcome }) => ({
      flow: request.flow,
      orderId: orderIdOf(request),
      status: statusOf(outcome),
      ...outcome,
      ...(outcome.kind === 'needsPerson'
        ? { commands: whatToType(outcome.workflowId, outcome.status, outcome.result) }
        : {}),
    })),
    ...(payouts.some(({ request }) => request.flow === 'allinpayWithdrawal')
      ? { sums: sumsOf(payouts) }
      : {}),
  };
}
