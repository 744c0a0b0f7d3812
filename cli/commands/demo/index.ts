import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts demo` */
export const registerDemo: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'demo',
    'run the files in examples/ on a stack of their own, report, and end it again',
    async (context, command) => (await import('./run.ts')).runDemo(io, context, command),
  ).option('--keep', 'leave the stack and its UI up until Ctrl-C');
};
