import { registerAllinpay } from './allinpay.ts';
import { registerDecisions } from './decide.ts';
import { registerExport } from './export.ts';
import { registerList } from './list.ts';
import { registerLumpSum } from './lumpSum.ts';
import { registerReferral } from './referral.ts';
import type { Register } from './shared.ts';
import { registerShow } from './show.ts';
import { registerWatch } from './watch.ts';

/**
 * Adds the commands that talk to payouts. They read the program's own options --json, --profile and --address, which
 * the program itself declares. Nothing but words is loaded here: what a command needs comes when it is typed.
 */
export const registerClientCommands: Register = (program, io) => {
  registerAllinpay(program, io);
  registerReferral(program, io);
  registerLumpSum(program, io);
  registerShow(program, io);
  registerList(program, io);
  registerExport(program, io);
  registerWatch(program, io);
  registerDecisions(program, io);
};
