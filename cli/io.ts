import { createInterface } from 'node:readline/promises';
import type { ConnectOptions } from '../clients/connect.ts';
import type { PayoutsClient } from '../clients/payoutsClient.ts';

/** All that the commands have of the outside, so that a test can be it. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown };
  /** progress goes here too, where it is a terminal */
  readonly stderr: NodeJS.WritableStream;
  /** whether stderr is a terminal that a person watches */
  readonly isTTY: boolean;
  /** Puts a question to the person at the terminal; undefined where there is none to answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  connect(options: ConnectOptions): Promise<CliClient>;
  /** 0 done, 1 a payout failed or needs a person, 2 bad usage or input, 130 stopped by Ctrl-C */
  setExitCode(code: ExitCode): void;
  /** @returns how to listen no more */
  onInterrupt(listener: () => void): () => void;
}

export type ExitCode = 0 | 1 | 2 | 130;

/** What the commands use of a PayoutsClient. */
export type CliClient = Pick<
  PayoutsClient,
  | 'start'
  | 'check'
  | 'payout'
  | 'list'
  | 'count'
  | 'records'
  | 'inputOf'
  | 'outcomeDeliveries'
  | 'allinpayBalance'
  | 'lumpSumQuery'
  | 'lumpSumPages'
  | 'within'
  | 'close'
>;

/** The process as it is. */
export function processIo(): CommandIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    isTTY: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
    ask: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal : undefined,
    env: process.env,
    connect: async (options) => (await import('../clients/payoutsClient.ts')).PayoutsClient.connect(options),
    setExitCode: (code) => {
      process.exitCode = code;
    },
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.removeListener('SIGINT', listener);
    },
  };
}

/** On stderr, since stdout may be piped. @returns what was typed; empty where the input ended */
async function askOnTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => {
      resolve('');
    });
  });
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}
