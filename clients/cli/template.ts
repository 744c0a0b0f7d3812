import type { Command } from 'commander';
import { z } from 'zod';
import { optionsBy, runCommand } from './command.ts';
import type { CommandIo } from './io.ts';
import { outFile, refuseToReplace } from './outFile.ts';

const options = z.object({ out: outFile });

/** What a family of commands has an empty file of. */
export interface Template {
  /** `corrections` */
  readonly what: string;
  /** what is typed when it is filled in, by its path */
  readonly next: (path: string) => string;
  readonly write: (path: string) => Promise<void>;
}

/** `payouts lump-sum template`, `payouts allinpay template`, `payouts referral template` */
export function registerTemplate(family: Command, io: CommandIo, { what, next, write }: Template): void {
  family
    .command('template')
    .description(`write an empty file of ${what}, with its columns`)
    .requiredOption('--out <file>', '.xlsx, .csv or .json')
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { out } = optionsBy(options, command);
        await refuseToReplace(out);
        await write(out);
        context.print({ file: out }, () => `${out} written; fill it in, then: ${next(out)}`);
        return 0;
      }),
    );
}
