import type { Command } from 'commander';
import type { UpdateName } from '../../contract/index.ts';
import { must, optionsBy, runCommand } from './command.ts';
import { findPayout } from './findPayout.ts';
import type { CommandIo } from './io.ts';
import { decideOptions, preparedUpdate } from './preparedUpdate.ts';

/** Without a worker an update waits for one; a person at a terminal should be told. */
const ANSWER_DEADLINE_MS = 30_000;

/** `payouts approve|reject|cancel|poll-now|confirm-credit|resolve`: what a person tells a payout. */
export function registerDecisions(program: Command, io: CommandIo): void {
  const plain = [
    ['approve', 'approve', 'let a payout that awaits approval go on; by another person than its maker'],
    ['reject', 'reject', 'refuse approval: the payout fails and nothing is paid'],
    ['cancel', 'cancel', 'take a payout back while nothing has been sent'],
    ['poll-now', 'pollNow', 'ask the provider now, not at the next planned time; at most once a minute'],
  ] as const;
  for (const [word, name, description] of plain) {
    deciding(program, word, description).action((id: string, _options: unknown, command: Command) =>
      decide(io, command, name, id),
    );
  }

  withCredit(deciding(program, 'confirm-credit', "say what was credited to the owner's wallet")).action(
    (id: string, _options: unknown, command: Command) => decide(io, command, 'confirmCredit', id),
  );

  withCredit(
    deciding(program, 'resolve', 'decide what needs a person; `payouts show ID` says what can be decided'),
  )
    .argument('[decision]', 'adopt, abandon, resubmit, notSubmitted, recheck, accept, retry or extend')
    .option('--decision <decision>', 'the same as an option')
    .option('--settle-by <instant>', 'with extend: ISO 8601 with an offset')
    .action((id: string, decision: string | undefined, _options: unknown, command: Command) =>
      decide(io, command, 'resolve', id, decision),
    );
}

function deciding(program: Command, word: string, description: string): Command {
  return program
    .command(word)
    .description(description)
    .argument('<id>', 'workflow id, or an order id')
    .option('--by <who>', 'who decides')
    .option('--note <text>', 'why')
    .option('--update-id <id>', 'makes a repeat of this very command harmless');
}

function withCredit(command: Command): Command {
  return command
    .option('--points <n>', 'points credited')
    .option('--cash <CUR:amount...>', 'cash credited, such as CNY:10.00')
    .option('--reference <text>', "the wallet's own reference");
}

function decide(
  io: CommandIo,
  command: Command,
  name: UpdateName,
  id: string,
  decision?: string,
): Promise<void> {
  return runCommand(command, io, async (context) => {
    const options = optionsBy(decideOptions, command);
    const send = must('Nothing was sent', preparedUpdate(name, options, decision));
    const { updateId } = options;
    const done = await context.withClient(async (client) => {
      const payout = await findPayout(client, id, context);
      const recorded = await client.within(ANSWER_DEADLINE_MS, () =>
        send(payout, updateId === undefined ? {} : { updateId }),
      );
      return { workflowId: payout.workflowId, ...recorded };
    });
    context.print(done, () => `${done.recorded} recorded for ${done.workflowId} at ${done.at}`);
    return 0;
  });
}
