import { registerAllinpay } from './allinpay/index.ts';
import { registerDecisions } from './decide/index.ts';
import { registerDemo } from './demo/index.ts';
import { registerDev } from './dev/index.ts';
import { registerDoctor } from './doctor/index.ts';
import { registerExport } from './export/index.ts';
import { registerList } from './list/index.ts';
import { registerLumpSum } from './lumpSum/index.ts';
import { registerReferral } from './referral/index.ts';
import { registerReplay } from './replay/index.ts';
import { registerSandbox } from './sandbox/index.ts';
import { registerSetup } from './setup/index.ts';
import type { Register } from './shared/words.ts';
import type { RegisterWork } from './shared/work.ts';
import { registerShow } from './show/index.ts';
import { registerWatch } from './watch/index.ts';
import { registerWorker } from './worker/index.ts';

/** Adds the commands that run something here. */
export const registerWorkerCommands: RegisterWork = (program, io) => {
  registerDev(program, io);
  registerDemo(program, io);
  registerWorker(program, io);
  registerSandbox(program, io);
  registerDoctor(program, io);
  registerSetup(program, io);
  registerReplay(program, io);
};

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
