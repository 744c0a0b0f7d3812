export { registerClientCommands } from './commands/index.ts';
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
export { documentOf } from './commands/shared/withdraw.ts';
