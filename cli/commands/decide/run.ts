import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { decidedText } from '../../render/decidedText.ts';
import { must, optionsBy } from '../../typed.ts';
import { findPayout } from '../shared/findPayout.ts';
import { ANSWER_DEADLINE_MS, decideOffered, listDecisions, type Judging } from './decideOffered.ts';
import { decideOptions, preparedUpdate } from './preparedUpdate.ts';

/** `payouts approve|reject ID` */
export async function judge(
  context: CommandContext,
  command: Command,
  name: Exclude<Judging, 'resolve'>,
  id: string,
): Promise<ExitCode> {
  return decideOffered(context, name, id, optionsBy(decideOptions, command));
}

/** `payouts resolve ID [DECISION]` */
export async function resolve(
  context: CommandContext,
  command: Command,
  id: string,
  decision: string | undefined,
): Promise<ExitCode> {
  const options = optionsBy(decideOptions, command);
  return decision === undefined
    ? listDecisions(context, id)
    : decideOffered(context, 'resolve', id, options, decision);
}

/** `payouts cancel|poll-now|confirm-credit ID` */
export async function tell(
  context: CommandContext,
  command: Command,
  name: 'cancel' | 'pollNow' | 'confirmCredit',
  id: string,
): Promise<ExitCode> {
  const options = optionsBy(decideOptions, command);
  const send = must('Nothing was sent', preparedUpdate(name, options));
  const { updateId } = options;
  const done = await context.withClient(async (client) => {
    const payout = await findPayout(client, id, context);
    const recorded = await client.within(ANSWER_DEADLINE_MS, () =>
      send(payout, updateId === undefined ? {} : { updateId }),
    );
    return { workflowId: payout.workflowId, ...recorded };
  });
  context.print(done, () => decidedText(done.workflowId, done));
  return 0;
}
