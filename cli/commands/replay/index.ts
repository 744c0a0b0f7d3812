import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts replay` */
export const registerReplay: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'replay',
    'hold histories against the workflow code of this package: would it go on with these runs?',
    async (context, command) => (await import('./run.ts')).runReplay(io, context, command, command.args),
  )
    .argument('[files...]', 'histories as `temporal workflow show --output json` and the UI write them')
    .option('--id <id...>', 'the newest run of these: workflow ids, or order ids of the profile')
    .option('--query <filter>', "of the server's runs only these, in Temporal's list filter language")
    .option('--limit <n>', "at most so many of the server's runs, the newest (default: 100)")
    .option('--bundle <file>', 'the code to hold them against (default: what this package runs)')
    .addHelpText(
      'after',
      '\nWithout files and ids it takes the newest runs of the server, open and closed.' +
        '\nExits 1 when a history does not replay, cannot be read, or none was found.',
    );
};
