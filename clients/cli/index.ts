import type { Command } from 'commander';
import { registerAllinpay } from './allinpay.ts';
import { registerExport } from './export.ts';
import { registerDecisions } from './decide.ts';
import type { CommandIo } from './io.ts';
import { registerList } from './list.ts';
import { registerLumpSum } from './lumpSum/index.ts';
import { registerReferral } from './referral.ts';
import { registerShow } from './show.ts';
import { registerWatch } from './watch.ts';

export { UsageError } from './command.ts';
export { readPayoutFile, batchIdOf, type CommandLineMembers } from './files/payoutFile.ts';
export { processIo, type CliClient, type CommandIo, type ExitCode } from './io.ts';
export { cashText } from './render/cashText.ts';
export {
  allinpayRows,
  allinpayTable,
  needsPersonText,
  noteOf,
  referralLine,
  referralRows,
  referralTable,
  statusOf,
  sumsLine,
  sumsOf,
} from './render/outcomes.ts';
export { countsText, recordTable } from './render/recordLines.ts';
export { table } from './render/text.ts';
export { whatToType } from './render/whatToType.ts';
export { documentOf } from './withdraw.ts';

/**
 * Adds the commands that talk to payouts. They read the program's own options --json, --profile and --address, which
 * the program itself declares.
 */
export function registerClientCommands(program: Command, io: CommandIo): void {
  registerAllinpay(program, io);
  registerReferral(program, io);
  registerLumpSum(program, io);
  registerShow(program, io);
  registerList(program, io);
  registerExport(program, io);
  registerWatch(program, io);
  registerDecisions(program, io);
}
