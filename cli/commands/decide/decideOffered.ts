import { UpdateRefusedError, type PayoutResult } from '../../../clients/errors.ts';
import { overviewOf, type PayoutOverview } from '../../../clients/follow/overview.ts';
import { rest } from '../../../clients/follow/watch.ts';
import type { PayoutHandle } from '../../../clients/handle.ts';
import type { Recorded, UpdateName } from '../../../contract/index.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { CliClient, ExitCode } from '../../io.ts';
import { attentionLines } from '../../render/attentionText.ts';
import { decidedText } from '../../render/decidedText.ts';
import { whatCame, type WhatCame } from '../../render/whatCame.ts';
import { moneyOf } from '../../render/whatItDoes.ts';
import { offersOf, otherChoices, raisedIn } from '../../render/whatToType.ts';
import { instantOf } from '../../times.ts';
import { must } from '../../typed.ts';
import { findPayout } from '../shared/findPayout.ts';
import { preparedUpdate, type DecideOptions } from './preparedUpdate.ts';

/** Without a worker an update waits for one; a person at a terminal should be told. */
export const ANSWER_DEADLINE_MS = 30_000;

/** How long a command waits to say what came of a decision. */
const WATCH_MS = 10_000;
const BETWEEN_LOOKS_MS = 250;

export type Judging = Extract<UpdateName, 'approve' | 'reject' | 'resolve'>;

interface Decided extends Recorded {
  readonly workflowId: string;
  readonly offer: number | undefined;
  /** the instant that a day or a time stood for */
  readonly settleBy?: string;
  readonly came?: WhatCame;
}

/**
 * Sends a decision with the offer that it answers: the one that is shown now, or the one that was named. So a decision
 * never speaks of something else than what the person saw.
 */
export async function decideOffered(
  context: CommandContext,
  name: Judging,
  id: string,
  options: DecideOptions,
  decision?: string,
): Promise<ExitCode> {
  const send = must('Nothing was sent', preparedUpdate(name, options, decision));
  if (decision === 'resubmit' && options.yes !== true && context.io.ask === undefined) {
    throw new UsageError(
      'Nothing was sent: resubmit sends the money again, which pays twice if the provider has the first. ' +
        'Without a terminal that could be asked, say --yes.',
    );
  }
  const done = await context.withClient(async (client): Promise<Decided> => {
    const payout = await findPayout(client, id, context);
    const before = await overviewOf(client, payout);
    const offer =
      options.offer === undefined ? offerOf(before, name, options, decision) : Number(options.offer);
    if (decision === 'resubmit' && options.yes !== true) await confirmResubmit(context, before);
    const { updateId } = options;
    const recorded = await client.within(ANSWER_DEADLINE_MS, () =>
      send(payout, updateId === undefined ? {} : { updateId }, offer),
    );
    const settleBy = options.settleBy === undefined ? {} : { settleBy: instantOf(options.settleBy, 'end') };
    const taken = { workflowId: payout.workflowId, offer, ...settleBy, ...recorded };
    return name === 'reject' ? taken : { ...taken, came: await cameOf(client, payout, name, offer) };
  });
  context.print(done, () => decidedText(done.workflowId, done, done.came));
  return done.came === undefined ? 0 : exitCodeOf(done.came, decision);
}

/** `payouts resolve ID` alone: what can be decided, and what each decision does with how much money. */
export async function listDecisions(context: CommandContext, id: string): Promise<ExitCode> {
  const view = await context.withClient(async (client) =>
    overviewOf(client, await findPayout(client, id, context)),
  );
  const { description, result, unanswered } = view;
  const { workflowId } = description;
  const status = result?.status ?? description.status ?? 'not seen by a worker yet';
  const isRaised = (result?.attention ?? null) !== null;
  const others =
    description.execution === 'open' && !isRaised ? otherChoices(workflowId, status, result) : [];
  const lines = attentionLines(view, others);
  const document = { workflowId, status, unanswered, offers: offersOf(workflowId, result), choices: others };
  context.print(document, () =>
    [
      `${workflowId}: ${status} (${description.execution})`,
      ...(unanswered === undefined ? [] : [`not answered: ${unanswered}`]),
      ...(lines.length === 0 ? ['Nothing needs a decision.'] : lines),
    ].join('\n'),
  );
  return lines.length === 0 && unanswered === undefined ? 0 : 1;
}

/** @throws UpdateRefusedError what was decided is not offered, or it cannot be known what is */
function offerOf(
  { description, result, unanswered }: PayoutOverview,
  name: Judging,
  { updateId }: Pick<DecideOptions, 'updateId'>,
  decision: string | undefined,
): number | undefined {
  const { workflowId, execution } = description;
  const refused = (message: string): UpdateRefusedError =>
    new UpdateRefusedError({ workflowId, update: name, type: 'NotOffered', message }, undefined);
  // Of a closed run the server itself says so.
  if (execution !== 'open') return undefined;
  if (unanswered !== undefined)
    throw refused(`nobody answers what is offered (${unanswered}); nothing was sent`);
  if (name !== 'resolve') return result?.waiting?.offer;
  const raised = raisedIn(result?.attention ?? null);
  const answered = raised.find(({ decisions }) => decisions.some((offered) => offered === decision));
  if (answered !== undefined) return answered.offer;
  // It may be the repeat of a decision that was taken before: the server knows it by its update id.
  if (updateId !== undefined) return undefined;
  const taken = raised.map(({ reason, decisions, message }) =>
    decisions.length === 0 ? `${reason}: ${message}` : `${reason} takes ${decisions.join(', ')}`,
  );
  const now = taken.length === 0 ? `nothing needs a decision` : taken.join('; ');
  throw refused(`${decision ?? 'this'} is not offered now: ${now}`);
}

/** @throws UsageError the person did not say yes */
async function confirmResubmit({ io }: CommandContext, { result }: PayoutOverview): Promise<void> {
  const money = result !== undefined && 'orderId' in result ? moneyOf(result) : 'the whole order';
  const answer = await io.ask?.(
    `resubmit sends ${money} again. If Allinpay has the first, it is paid twice.\nType yes to send it: `,
  );
  if (answer?.trim().toLowerCase() !== 'yes') throw new UsageError('Nothing was sent: it was not confirmed.');
}

/** An offer that is being carried out keeps its number and has no decisions; then it is gone, or made anew. */
function cameOf(
  client: CliClient,
  payout: PayoutHandle<PayoutResult>,
  name: Judging,
  offer: number | undefined,
): Promise<WhatCame> {
  const deadline = Date.now() + WATCH_MS;
  const left = (): number => Math.max(1, deadline - Date.now());
  const brief: Pick<CliClient, 'within'> = { within: (_ms, call) => client.within(left(), call) };
  const ever = new AbortController().signal;
  return whatCame({
    look: () => overviewOf(brief, payout),
    isUnderWay: ({ result }) =>
      name === 'resolve'
        ? raisedIn(result?.attention ?? null).some((raised) => raised.offer === offer)
        : result?.status === 'awaitingApproval',
    pause: () => rest(BETWEEN_LOOKS_MS, ever),
    isOver: () => Date.now() >= deadline,
  });
}

/** Decisions that close the payout as failed: that it then has is no failure of the command. */
const ENDING: readonly (string | undefined)[] = ['notSubmitted', 'abandon'];

function exitCodeOf(came: WhatCame, decision: string | undefined): ExitCode {
  switch (came.state) {
    case 'carriedOut':
    case 'underWay':
      return 0;
    case 'neededAgain':
      return 1;
    case 'closed': {
      if (came.execution === 'failed') return ENDING.includes(decision) ? 0 : 1;
      const isPart = came.status === 'partiallySettled' || came.status === 'partiallyCorrected';
      return came.execution === 'completed' && !isPart ? 0 : 1;
    }
  }
}
