import type { Command } from 'commander';
import { runCommand, type CommandContext } from '../command.ts';
import type { ExitCode } from '../io.ts';
import type { WorkerIo } from '../workerIo.ts';

/** Adds the commands that run something. What they do is loaded when one is typed: a worker's native part among it. */
export function registerWorkerCommands(program: Command, io: WorkerIo): void {
  runs(
    'dev',
    'run Temporal with its UI, the sandbox and the workers here, state kept, until Ctrl-C',
    async (context) => (await import('./dev/run.ts')).runDev(io, context),
  );

  runs(
    'demo',
    'run the files in examples/ on a stack of their own, report, and end it again',
    async (context, command) => (await import('./demo/run.ts')).runDemo(io, context, command),
  ).option('--keep', 'leave the stack and its UI up until Ctrl-C');

  runs(
    'worker',
    'serve payouts until told to end (SIGTERM, Ctrl-C): running provider calls finish first',
    async (context) => (await import('./worker/run.ts')).runWorker(io, context),
  );

  runs(
    'sandbox',
    'run the local stand-ins of the providers and the wallet until told to end (Ctrl-C)',
    async (context, command) => (await import('./sandbox/run.ts')).sandbox(io, context, command),
  )
    .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes a free one; always needed')
    .option('--state <file>', 'keep accounts, orders, ledger and keys in this file over restarts')
    .option('--sign-type <type>', 'how Allinpay and its callers sign: RSA2 or SM2 (default: RSA2)')
    .option('--any-account', 'take every Allinpay account for one that exists');

  runs(
    'doctor',
    'name everything that is missing or wrong for `payouts worker`, all at once',
    async (context, command) => (await import('./doctor/run.ts')).runDoctor(context, command),
  )
    .option(
      '--online',
      'also ask Feishu whether it takes the credentials (one call a profile, changes nothing)',
    )
    .addHelpText('after', '\nExits 1 when something is wrong.');

  runs(
    'setup',
    'make the search attributes that payouts need in the namespace; run again it changes nothing',
    async (context) => (await import('./setup/run.ts')).runSetup(context),
  );

  registerReplay(program, io);

  function runs(
    name: string,
    description: string,
    work: (context: CommandContext, command: Command) => Promise<ExitCode>,
  ): Command {
    const added = program.command(name).description(description);
    return added.action(() => runCommand(added, io, (context) => work(context, added)));
  }
}

function registerReplay(program: Command, io: WorkerIo): void {
  program
    .command('replay')
    .description('hold histories against the workflow code of this package: would it go on with these runs?')
    .argument('[files...]', 'histories as `temporal workflow show --output json` and the UI write them')
    .option('--id <id...>', 'the newest run of these: workflow ids, or order ids of the profile')
    .option('--query <filter>', "of the server's runs only these, in Temporal's list filter language")
    .option('--limit <n>', "at most so many of the server's runs, the newest (default: 100)")
    .option('--bundle <file>', 'the code to hold them against (default: what this package runs)')
    .addHelpText(
      'after',
      '\nWithout files and ids it takes the newest runs of the server, open and closed.' +
        '\nExits 1 when a history does not replay, cannot be read, or none was found.',
    )
    .action((files: string[], _options: unknown, command: Command) =>
      runCommand(command, io, async (context) =>
        (await import('./replay/run.ts')).runReplay(io, context, command, files),
      ),
    );
}
