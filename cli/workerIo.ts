import type { WorkersOptions } from '../workers/startWorkers.ts';
import { processIo, type CommandIo } from './io.ts';
import { npmGone } from './starter.ts';

/** What the commands that run something have of the outside, beside what all commands have. */
export interface WorkerIo extends CommandIo {
  /** folder in which `.payouts/` is kept */
  readonly directory: string;
  /** what is not as a build has it: nothing, but in tests */
  readonly workers: Pick<WorkersOptions, 'workflowBundlePath'>;
  /** Aborted when a person or the system asks this process to end. Called only by commands that then end by themselves. */
  askedToStop(): AbortSignal;
  /** Aborted when npm, where it started this process, is gone. */
  npmGone(): AbortSignal;
  /**
   * Hears of what nobody caught, in place of this process's end: for what can end better than at once.
   * @returns how to listen no more
   */
  onUncaught(listener: (error: unknown) => void): () => void;
}

/** The process as it is. */
export function workerProcessIo(): WorkerIo {
  const io = processIo();
  return {
    ...io,
    directory: process.cwd(),
    workers: {},
    askedToStop: stopBySignal,
    npmGone: () => npmGone(io.env),
    onUncaught,
  };
}

/** npm passes Ctrl-C on to a process that the terminal has told already: that is no second wish. */
const SAME_WISH_MS = 1000;

function stopBySignal(): AbortSignal {
  const stop = new AbortController();
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const) {
    process.on(signal, () => {
      askedAt ??= Date.now();
      if (Date.now() - askedAt > SAME_WISH_MS) process.exit(130);
      stop.abort();
    });
  }
  return stop.signal;
}

/** Rejections that nobody handles are among them. */
function onUncaught(listener: (error: unknown) => void): () => void {
  process.on('uncaughtException', listener);
  return () => {
    process.off('uncaughtException', listener);
  };
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

/** Says what happens, a line at a time, away from what was asked for. */
export function sayTo(io: WorkerIo): (line: string) => void {
  return (line) => {
    io.stderr.write(`${line}\n`);
  };
}
