import type { Command } from 'commander';
import { z } from 'zod';
import { optionsBy, UsageError } from '../command.ts';
import { outFile } from '../outFile.ts';

const correctOptions = z.object({
  batch: z.string().optional(),
  dryRun: z.boolean().default(false),
  skipInvalid: z.boolean().default(false),
  allowDetailChanges: z.boolean().default(false),
  requestedBy: z.string().optional(),
  approval: z.enum(['none', 'required'], { error: 'must be none or required' }).optional(),
  send: z.enum(['once', 'never'], { error: 'must be once or never' }).optional(),
  out: outFile.optional(),
  detach: z.boolean().default(false),
});

export type CorrectOptions = z.output<typeof correctOptions>;

export function withCorrectOptions(command: Command): Command {
  return command
    .option('--batch <id>', "name of the batch (default: the file's name without its ending)")
    .option('--dry-run', 'read the records, say what would change and what would be refused; send nothing')
    .option('--skip-invalid', 'correct the records that are right though others are wrong')
    .option('--allow-detail-changes', 'let corrections add and drop details')
    .option('--requested-by <who>', 'who asks for the corrections')
    .option('--approval <mode>', 'none, or required: another person must approve each correction')
    .option('--send <mode>', 'once, or never: only read, and say what is as wanted')
    .option('--out <file>', 'write every line of the report, or every problem: .xlsx, .csv or .json')
    .option('--detach', 'start and come back at once');
}

/** @throws UsageError for options that are wrong, or that contradict each other */
export function correctOptionsOf(command: Command): CorrectOptions {
  const options = optionsBy(correctOptions, command);
  const { dryRun, send, detach, approval, requestedBy } = options;
  const problems = [
    ...(dryRun && send === 'never'
      ? [{ field: '--dry-run', message: 'says what would be sent, and --send never sends nothing' }]
      : []),
    ...(dryRun && detach ? [{ field: '--dry-run', message: 'starts nothing to detach from' }] : []),
    ...(approval === 'required' && requestedBy === undefined
      ? [
          {
            field: '--requested-by',
            message: 'is required with --approval required: another person must approve',
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new UsageError('The options are wrong:', problems);
  return options;
}
