import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts dev` */
export const registerDev: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'dev',
    'run Temporal with its UI, the sandbox and the workers here, state kept, until Ctrl-C',
    async (context) => (await import('./run.ts')).runDev(io, context),
  );
};
