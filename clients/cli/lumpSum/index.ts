import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { writeTemplate } from '../files/lumpSum/recordFile.ts';
import { registerTemplate } from '../template.ts';
import { registerCorrect } from './correct.ts';
import { registerQuery } from './query.ts';

/** `payouts lump-sum query|template|correct` */
export function registerLumpSum(program: Command, io: CommandIo): void {
  const family = program.command('lump-sum').description('lump-sum records at Feishu Compensation');
  registerQuery(family, io);
  registerTemplate(family, io, {
    what: 'corrections',
    next: (path) => `payouts lump-sum correct ${path} --dry-run`,
    write: writeTemplate,
  });
  registerCorrect(family, io);
}
