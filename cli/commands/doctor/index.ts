import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts doctor` */
export const registerDoctor: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'doctor',
    'name everything that is missing or wrong for `payouts worker`, all at once',
    async (context, command) => (await import('./run.ts')).runDoctor(context, command),
  )
    .option(
      '--online',
      'also ask Feishu whether it takes the credentials (one call a profile, changes nothing)',
    )
    .addHelpText('after', '\nExits 1 when something is wrong.');
};
