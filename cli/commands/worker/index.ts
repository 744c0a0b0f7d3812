import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts worker` */
export const registerWorker: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'worker',
    'serve payouts until told to end (SIGTERM, Ctrl-C): running provider calls finish first',
    async (context) => (await import('./run.ts')).runWorker(io, context),
  );
};
