import { Writable } from 'node:stream';
import { Command } from 'commander';
import { registerClientCommands } from '../../cli/commands/index.ts';
import type { CliClient, CommandIo, ExitCode } from '../../cli/io.ts';

/** What a command line left behind. */
export interface Typed {
  readonly exitCode: ExitCode | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalOptions {
  readonly connect: CommandIo['connect'];
  readonly isTTY?: boolean;
  /** what the person answers to a question; without it there is no person */
  readonly ask?: (question: string) => string;
  /** called with what Ctrl-C would do, once a command listens */
  readonly onListen?: (interrupt: () => void) => void;
}

/** Types one command line into a program that has the client's commands, and gives what it printed. */
export async function type(words: readonly string[], options: TerminalOptions): Promise<Typed> {
  let stdout = '';
  let stderr = '';
  let exitCode: ExitCode | undefined;
  const io: CommandIo = {
    stdout: { write: (text) => (stdout += text) },
    stderr: Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          stderr += chunk.toString();
          done();
        },
      }),
      options.isTTY ? { isTTY: true, columns: 100 } : {},
    ),
    isTTY: options.isTTY ?? false,
    ask: options.ask && ((question) => Promise.resolve(options.ask?.(question) ?? '')),
    env: {},
    connect: options.connect,
    setExitCode: (code) => (exitCode = code),
    onInterrupt: (listener) => {
      options.onListen?.(listener);
      return () => undefined;
    },
  };
  const program = new Command('payouts')
    .option('--json')
    .option('--profile <name>')
    .option('--address <address>')
    .exitOverride()
    .configureOutput({ writeErr: (text) => io.stderr.write(text) });
  registerClientCommands(program, io);
  await program.parseAsync(words, { from: 'user' });
  return { exitCode, stdout, stderr };
}

/** For command lines that must not get as far as a server. */
export function neverConnect(): Promise<CliClient> {
  return Promise.reject(new Error('this command line must not connect'));
}
