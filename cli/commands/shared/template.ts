import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { outOptions, refuseUnwritable, unwritten } from '../../outFile.ts';
import { optionsBy } from '../../typed.ts';

const options = z.object({ ...outOptions, out: outOptions.out.unwrap() });

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
  const { out, overwrite } = optionsBy(options, command);
  await refuseUnwritable({ out, overwrite });
  const lost = await unwritten(out, () => write(out));
  if (lost !== undefined) throw new Error(lost);
  context.print({ file: out }, () => `${out} written; fill it in, then: ${next(out)}`);
  return 0;
}
