import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './io.ts';
import { outFile, refuseToReplace } from './outFile.ts';
import { optionsBy } from './typed.ts';

const options = z.object({ out: outFile });

/** What a family of commands has an empty file of. */
export interface Template {
  /** what is typed when it is filled in, by its path */
  readonly next: (path: string) => string;
  readonly write: (path: string) => Promise<void>;
}

/** `payouts lump-sum template`, `payouts allinpay template`, `payouts referral template` */
export async function template(
  context: CommandContext,
  command: Command,
  { next, write }: Template,
): Promise<ExitCode> {
  const { out } = optionsBy(options, command);
  await refuseToReplace(out);
  await write(out);
  context.print({ file: out }, () => `${out} written; fill it in, then: ${next(out)}`);
  return 0;
}
