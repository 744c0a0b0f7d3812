import type { Command } from 'commander';
import { z } from 'zod';
import { writeTemplate } from '../files/lumpSum/recordFile.ts';
import { optionsBy, runCommand } from '../command.ts';
import type { CommandIo } from '../io.ts';
import { outFile, refuseToReplace } from '../outFile.ts';

const options = z.object({ out: outFile });

/** `payouts lump-sum template` */
export function registerTemplate(family: Command, io: CommandIo): void {
  family
    .command('template')
    .description('write an empty file of corrections, with its columns')
    .requiredOption('--out <file>', '.xlsx, .csv or .json')
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        const { out } = optionsBy(options, command);
        await refuseToReplace(out);
        await writeTemplate(out);
        context.print(
          { file: out },
          () => `${out} written; fill it in, then: payouts lump-sum correct ${out} --dry-run`,
        );
        return 0;
      }),
    );
}
