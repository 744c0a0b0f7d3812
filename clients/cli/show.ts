import type { Command } from 'commander';
import { PayoutFailedError, type PayoutResult } from '../errors.ts';
import type { Payout } from '../payout.ts';
import { runCommand } from './command.ts';
import { findPayout } from './findPayout.ts';
import type { CliClient, CommandIo, ExitCode } from './io.ts';
import { payoutText, type PayoutView } from './render/payoutText.ts';
import { whatToType } from './render/whatToType.ts';

/** After a worker was killed the first query waits about 10 s for the server to forget where it ran. */
const QUERY_DEADLINE_MS = 12_000;

/** `payouts show` */
export function registerShow(program: Command, io: CommandIo): void {
  program
    .command('show')
    .description('say where a payout stands, why, and what a person can do')
    .argument('<id>', 'workflow id, or an order id')
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const view = await context.withClient(async (client) =>
          lookAt(client, await findPayout(client, id, context)),
        );
        context.print({ ...view, commands: commandsOf(view) }, () => payoutText(view, commandsOf(view)));
        return exitCodeOf(view);
      }),
    );
}

function commandsOf({ description, result }: PayoutView): string[] {
  if (description.execution !== 'open') return [];
  // A credit with a call under way is the webhook's: nobody is waited for.
  if (description.status === 'crediting' && description.pending.length > 0 && !description.needsAttention)
    return [];
  return whatToType(description.workflowId, result?.status ?? description.status ?? '', result);
}

async function lookAt(client: CliClient, payout: Payout<PayoutResult>): Promise<PayoutView> {
  const description = await payout.describe();
  if (description.execution === 'completed' || description.execution === 'failed') {
    try {
      return { description, result: await payout.result() };
    } catch (error) {
      if (!(error instanceof PayoutFailedError)) throw error;
      const failure = { type: error.type, message: error.message };
      return { description, result: error.result, failure };
    }
  }
  try {
    return { description, result: await client.within(QUERY_DEADLINE_MS, () => payout.snapshot()) };
  } catch (error) {
    // No worker answers, or a newer one: what the server knows is still worth showing.
    const unanswered = error instanceof Error ? error.message : String(error);
    return { description, result: undefined, unanswered };
  }
}

function exitCodeOf({ description, result }: PayoutView): ExitCode {
  switch (description.execution) {
    case 'completed':
      return result?.status === 'partiallySettled' || result?.status === 'partiallyCorrected' ? 1 : 0;
    case 'failed':
    case 'terminated':
    case 'timed out':
    case 'canceled':
      return 1;
    case 'open':
      return description.needsAttention || description.status === 'awaitingApproval' ? 1 : 0;
  }
}
