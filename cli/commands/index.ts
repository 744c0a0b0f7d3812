import { registerAllinpay } from './allinpay/index.ts';
import { registerDecisions } from './decide/index.ts';
import { registerExport } from './export/index.ts';
import { registerList } from './list/index.ts';
import { registerLumpSum } from './lumpSum/index.ts';
import { registerReferral } from './referral/index.ts';
import type { Register } from './shared/words.ts';
import { registerShow } from './show/index.ts';
import { registerWatch } from './watch/index.ts';

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
