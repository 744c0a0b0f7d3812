import type { Command } from 'commander';
import { runCommand } from '../../command.ts';
import {
  registerTemplate,
  withAsker,
  withBatch,
  withOut,
  withoutWait,
  withSend,
  type Register,
} from '../shared/words.ts';
import { withFilterOptions } from './filterOptions.ts';

/** `payouts lump-sum query|template|correct` */
export const registerLumpSum: Register = (program, io) => {
  const family = program.command('lump-sum').description('lump-sum records at Feishu Compensation');
  registerQuery(family, io);
  registerTemplate(family, io, 'corrections', async () => {
    const { writeTemplate } = await import('../../files/lumpSum/recordFile.ts');
    return { next: (path) => `payouts lump-sum correct ${path} --dry-run`, write: writeTemplate };
  });
  registerCorrect(family, io);
};

const registerQuery: Register = (family, io) => {
  const query = family
    .command('query')
    .description('show lump-sum records, or write them to the file that one then edits and corrects with');
  withFilterOptions(query)
    .option('--user-id-type <type>', 'open_id, union_id, user_id or people_corehr_id (default: open_id)')
    .option('--page-size <n>', 'records asked for at once, 1 to 500 (default: 500)')
    .option('--limit <n>', 'stop after so many (default: 50 for the table, all with --out or --json)');
  withOut(query, 'write the records in place of the table')
    .addHelpText(
      'after',
      '\nA time is "2026-08-01" (the whole day), "2026-08-01 12:34:56", both UTC+8, or has an offset of its own.' +
        '\nSeveral filters must all hold.',
    )
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => (await import('./query.ts')).queryRecords(context, command)),
    );
};

const registerCorrect: Register = (family, io) => {
  const correct = family
    .command('correct')
    .description('correct the lump-sum records of a file, and say of each what became of it')
    .argument('<file>', '.xlsx, .csv or .json: one row a detail, as `lump-sum query --out` writes it');
  withBatch(correct, "the file's name without its ending")
    .option('--dry-run', 'read the records, say what would change and what would be refused; send nothing')
    .option('--skip-invalid', 'correct the records that are right though others are wrong')
    .option('--allow-detail-changes', 'let corrections add and drop details');
  withAsker(correct);
  withSend(correct, 'only read, and say what is as wanted');
  withOut(correct, 'write every line of the report, or every problem');
  withoutWait(correct, 'start and come back at once')
    .addHelpText(
      'after',
      '\nStarted again with the same file it goes on where it was and corrects nothing twice.',
    )
    .action((file: string, _options: unknown, command: Command) =>
      runCommand(command, io, async (context) =>
        (await import('./correct.ts')).correctRecords(context, command, file),
      ),
    );
};
