import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts setup` */
export const registerSetup: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'setup',
    'make the search attributes that payouts need in the namespace; run again it changes nothing',
    async (context) => (await import('./run.ts')).runSetup(context),
  );
};
