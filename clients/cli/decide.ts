import type { Command } from 'commander';
import type { UpdateName } from '../../contract/index.ts';
import { must, optionsBy, runCommand } from './command.ts';
import { ANSWER_DEADLINE_MS, decideOffered, listDecisions } from './decideOffered.ts';
import { findPayout } from './findPayout.ts';
import type { CommandIo } from './io.ts';
import { decideOptions, preparedUpdate } from './preparedUpdate.ts';
import { decidedText } from './render/decidedText.ts';

/** `payouts approve|reject|cancel|poll-now|confirm-credit|resolve`: what a person tells a payout. */
export function registerDecisions(program: Command, io: CommandIo): void {
  const judging = [
    ['approve', 'let a payout that awaits approval go on; by another person than its maker'],
    ['reject', 'refuse approval: the payout fails and nothing is paid'],
  ] as const;
  for (const [name, description] of judging) {
    withOffer(deciding(program, name, description)).action(
      (id: string, _options: unknown, command: Command) =>
        runCommand(command, io, (context) =>
          decideOffered(context, name, id, optionsBy(decideOptions, command)),
        ),
    );
  }

  const plain = [
    ['cancel', 'cancel', 'take a payout back while nothing has been sent'],
    ['poll-now', 'pollNow', 'ask the provider now, not at the next planned time; at most once a minute'],
  ] as const;
  for (const [word, name, description] of plain) {
    deciding(program, word, description).action((id: string, _options: unknown, command: Command) =>
      tell(io, command, name, id),
    );
  }

  withCredit(deciding(program, 'confirm-credit', "say what was credited to the owner's wallet")).action(
    (id: string, _options: unknown, command: Command) => tell(io, command, 'confirmCredit', id),
  );

  registerResolve(program, io);
}

function registerResolve(program: Command, io: CommandIo): void {
  withOffer(
    withCredit(
      deciding(
        program,
        'resolve',
        'decide what needs a person; without a decision: what can be decided, and what each does with how much money',
      ),
    ),
  )
    .argument(
      '[decision]',
      'adopt, abandon, notSubmitted, recordOutcome, recheck, accept, retry, extend or resubmit',
    )
    .option('--decision <decision>', 'the same as an option')
    .option('--settle-by <instant>', 'with extend: ISO 8601 with an offset')
    .option(
      '--detail <account:status...>',
      'with recordOutcome, once a detail: externalCode=CODE:settled, accountUserId=17:failed, platform:settled',
    )
    .option('--yes', 'with resubmit: do not ask once more')
    .addHelpText(
      'after',
      '\nIt waits up to 10 seconds to say what came of it.' +
        '\nExits 0 when that is done or under way, 1 when a person is needed again or the payout failed otherwise.',
    )
    .action((id: string, decision: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, io, (context) => {
        const options = optionsBy(decideOptions, command);
        return decision === undefined && options.decision === undefined
          ? listDecisions(context, id)
          : decideOffered(context, 'resolve', id, options, decision);
      }),
    );
}

function deciding(program: Command, word: string, description: string): Command {
  return program
    .command(word)
    .description(description)
    .argument('<id>', 'workflow id, or an order id')
    .option('--by <who>', 'who decides; nobody proves it')
    .option('--note <text>', 'why; decisions that end something, or send again, need it')
    .option('--update-id <id>', 'makes a repeat of this very command harmless');
}

function withOffer(command: Command): Command {
  return command.option(
    '--offer <n>',
    'the number of the offer that is answered, as it was shown; default: what is offered now',
  );
}

function withCredit(command: Command): Command {
  return command
    .option('--points <n>', 'points credited')
    .option('--cash <CUR:amount...>', 'cash credited, such as CNY:10.00')
    .option('--reference <text>', "the wallet's own reference");
}

function tell(io: CommandIo, command: Command, name: UpdateName, id: string): Promise<void> {
  return runCommand(command, io, async (context) => {
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
  });
}
