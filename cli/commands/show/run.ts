import type { Command } from 'commander';
import { z } from 'zod';
import { PayoutNotFoundError } from '../../../clients/errors.ts';
import { overviewOf } from '../../../clients/follow/overview.ts';
import { findRecords } from '../../../clients/records/findRecords.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { payoutText, type PayoutView } from '../../render/payoutText.ts';
import { recordsText, viewOf } from '../../render/recordText.ts';
import { offersOf, otherChoices, type Choice } from '../../render/whatToType.ts';
import { optionsBy } from '../../typed.ts';
import { findIfKnown, idsMeant } from '../shared/findPayout.ts';

const showOptions = z.object({ records: z.array(z.string()).default([]) });

export async function show(context: CommandContext, command: Command, id: string): Promise<ExitCode> {
  const { records } = optionsBy(showOptions, command);
  const view = await context.withClient(async (client) => {
    const payout = await findIfKnown(client, id, context);
    if (payout === undefined) return undefined;
    const deliveries = await client.outcomeDeliveries(payout.workflowId);
    return { ...(await overviewOf(client, payout)), deliveries };
  });
  if (view === undefined) return showRecords(context, id, records);
  const others = othersOf(view);
  context.print(documentOf(view, others), () => payoutText(view, others));
  return exitCodeOf(view);
}

/** What `--json` prints: beside the facts each decision with its command and what it does. */
function documentOf(view: PayoutView, others: readonly Choice[]): unknown {
  const offers = offersOf(view.description.workflowId, view.result);
  const choices = offers.length > 0 ? offers.flatMap((offer) => offer.choices) : others;
  return { ...view, offers, commands: choices.map(({ command }) => command) };
}

/** @throws UsageError no file has a record of it either */
async function showRecords(context: CommandContext, id: string, files: readonly string[]): Promise<ExitCode> {
  const ids = idsMeant(id, context);
  const unknown = new PayoutNotFoundError(ids.join(' nor ')).message;
  if (files.length === 0)
    throw new UsageError(`${unknown} If it was exported, --records FILE... reads it from there.`);
  const found = await readingRecords(() => findRecords(files, ids));
  const [newest] = found;
  if (newest === undefined)
    throw new UsageError(`${unknown} No record of it is in ${files.join(', ')} either.`);
  const records = found.map(({ file, record }) => ({ file, ...record }));
  context.print({ readFrom: 'records', records }, () => recordsText(found));
  return exitCodeOf(viewOf(newest.record));
}

async function readingRecords<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function othersOf({ description, result }: PayoutView): readonly Choice[] {
  if (description.execution !== 'open' || (result?.attention ?? null) !== null) return [];
  // A credit with a call under way is the webhook's: nobody is waited for.
  if (description.status === 'crediting' && description.pending.length > 0 && !description.needsAttention)
    return [];
  return otherChoices(description.workflowId, result?.status ?? description.status ?? '', result);
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
