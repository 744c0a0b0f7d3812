import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import type { Register } from '../shared/words.ts';

/** `payouts export` */
export const registerExport: Register = (program, io) => {
  program
    .command('export')
    .description(
      'add a record of every payout that closed in a period to a file, to outlive what the server keeps',
    )
    .option('--from <time>', 'closed at that time or later')
    .option('--to <time>', 'closed before that time; a day alone is in the period')
    .option('--out <file>', 'one JSON line a run (NDJSON); lines are added, none is changed or written twice')
    .option('--lag <seconds>', "how long the server's index may be behind (default: 60)")
    .addHelpText(
      'after',
      '\nA time is "2026-11-30" (the whole day), "2026-11-30 08:00:00", both UTC+8, or has an offset of its own.' +
        '\nIt can be stopped at any moment and typed again. --to must be older than the lag.' +
        '\nExits 0 when the file holds every run that the server counts and the sums of each agree, else 1.',
    )
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => (await import('./run.ts')).exportPeriod(context, command)),
    );
};
