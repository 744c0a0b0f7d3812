import type { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from '../../command.ts';
import { outOptions } from '../../outFile.ts';
import { optionsBy } from '../../typed.ts';

const correctOptions = z.object({
  batch: z.string().optional(),
  dryRun: z.boolean().default(false),
  skipInvalid: z.boolean().default(false),
  allowDetailChanges: z.boolean().default(false),
  requestedBy: z.string().optional(),
  approval: z.enum(['none', 'required'], { error: 'must be none or required' }).optional(),
  send: z.enum(['once', 'never'], { error: 'must be once or never' }).optional(),
  ...outOptions,
  wait: z.boolean(),
});

export type CorrectOptions = z.output<typeof correctOptions>;

/** @throws UsageError for options that are wrong, or that contradict each other */
export function correctOptionsOf(command: Command): CorrectOptions {
  const options = optionsBy(correctOptions, command);
  const { dryRun, send, wait, approval, requestedBy } = options;
  const problems = [
    ...(dryRun && send === 'never'
      ? [{ field: '--dry-run', message: 'says what would be sent, and --send never sends nothing' }]
      : []),
    ...(dryRun && !wait ? [{ field: '--dry-run', message: 'starts nothing, and waits for nothing' }] : []),
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
