import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runProgram } from '../../cli/program.ts';
import { PayoutsClient } from '../../clients/index.ts';
import { temporalCli, workflowBundle } from '../harness/prepared.ts';

/** A command line that is running, or has run. */
export interface Typed {
  readonly printed: { stdout: string; stderr: string; exitCode: number | undefined };
  /** as Ctrl-C and SIGTERM do */
  stop(): void;
  /** Resolves when the command line has come to its end. */
  readonly ended: Promise<void>;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** Types one command line into the whole program. The machine's own environment is not part of it. */
export function type(
  words: readonly string[],
  { env = {}, directory = '/nowhere' }: Surroundings = {},
): Typed {
  const printed: Typed['printed'] = { stdout: '', stderr: '', exitCode: undefined };
  const stop = new AbortController();
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed.stderr += chunk.toString();
      done();
    },
  });
  const ended = runProgram(words, {
    stdout: { write: (text) => (printed.stdout += text) },
    stderr,
    isTTY: false,
    ask: undefined,
    env: { TEMPORAL_CLI_PATH: temporalCli(), TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml', ...env },
    directory,
    workers: { workflowBundlePath: workflowBundle() },
    connect: (options) => PayoutsClient.connect(options),
    setExitCode: (code) => (printed.exitCode = code),
    onInterrupt: () => () => undefined,
    askedToStop: () => stop.signal,
    npmGone: () => new AbortController().signal,
    onUncaught: () => () => undefined,
  });
  return {
    printed,
    stop: () => {
      stop.abort();
    },
    ended,
  };
}

/** Types one command line and waits for its end. */
export async function typed(
  words: readonly string[],
  surroundings?: Surroundings,
): Promise<Typed['printed']> {
  const { printed, ended } = type(words, surroundings);
  await ended;
  return printed;
}

/** A folder for `.payouts/`, and how to take it away. */
export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'payouts-workers-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
