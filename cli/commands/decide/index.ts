import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import type { CommandIo } from '../../io.ts';
import type { Register } from '../shared/words.ts';

/** `payouts approve|reject|cancel|poll-now|confirm-credit|resolve`: what a person tells a payout. */
export const registerDecisions: Register = (program, io) => {
  const judging = [
    ['approve', 'let a payout that awaits approval go on; by another person than its maker'],
    ['reject', 'refuse approval: the payout fails and nothing is paid'],
  ] as const;
  for (const [name, description] of judging) {
    withOffer(deciding(program, name, description)).action(
      (id: string, _options: unknown, command: Command) =>
        runCommand(command, io, async (context) =>
          (await import('./run.ts')).judge(context, command, name, id),
        ),
    );
  }

  const plain = [
    ['cancel', 'cancel', 'take a payout back while nothing has been sent'],
    ['poll-now', 'pollNow', 'ask the provider now, not at the next planned time; at most once a minute'],
  ] as const;
  for (const [word, name, description] of plain) tells(deciding(program, word, description), io, name);

  tells(
    withCredit(deciding(program, 'confirm-credit', "say what was credited to the owner's wallet")),
    io,
    'confirmCredit',
  );

  registerResolve(program, io);
};

const registerResolve: Register = (program, io) => {
  const description =
    'decide what needs a person; without a decision: what can be decided, and what each does with how much money';
  withOffer(withCredit(deciding(program, 'resolve', description)))
    .argument(
      '[decision]',
      'adopt, abandon, notSubmitted, recordOutcome, recheck, accept, retry, extend or resubmit',
    )
    .option('--settle-by <time>', 'with extend: the new time; a day alone lasts to its end')
    .option(
      '--detail <account:status...>',
      'with recordOutcome, once a detail: externalCode=CODE:settled, accountUserId=17:failed, platform:settled',
    )
    .option('--yes', 'with resubmit: do not ask once more')
    .addHelpText(
      'after',
      '\nA time is "2026-11-30", "2026-11-30 18:00:00", both UTC+8, or has an offset of its own.' +
        '\nIt waits up to 10 seconds to say what came of it.' +
        '\nExits 0 when that is done or under way, 1 when a person is needed again or the payout failed otherwise.',
    )
    .action((id: string, decision: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) =>
        (await import('./run.ts')).resolve(context, command, id, decision),
      ),
    );
};

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

function tells(command: Command, io: CommandIo, name: 'cancel' | 'pollNow' | 'confirmCredit'): void {
  command.action((id: string) =>
    runCommand(command, io, async (context) => (await import('./run.ts')).tell(context, command, name, id)),
  );
}
