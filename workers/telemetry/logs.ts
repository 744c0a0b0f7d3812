import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { IllegalStateError } from '@temporalio/common';
import {
  DefaultLogger,
  Runtime,
  type LogEntry,
  type LogLevel,
  type RuntimeOptions,
} from '@temporalio/worker';
import { logLine } from './logLine.ts';

/** The last error that each worker logged, by its task queue. */
const lastErrors = new Map<string, string>();
let runtime: Runtime | undefined;

/** Sends what the workers log, from `level` on, to where a process was told to: one line an entry. */
function logTo(write: (line: string) => void, level: LogLevel): void {
  const logger = new DefaultLogger(level, (entry) => {
    write(logLine(entry));
    keepError(entry);
  });
  // Unless it forwards, the core writes to stdout by itself, past this logger, and task tokens with it.
  install({ logger, telemetryOptions: { logging: { forward: {} } } });
}

function install(options: RuntimeOptions): void {
  try {
    // Who asks a process to end asks one place, `askedToStop`: a worker that ends otherwise has failed.
    runtime = Runtime.install({ ...options, shutdownSignals: [] });
  } catch (error) {
    // A process has one runtime; where one runs already (in a test), its logger stays.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

function keepError({ level, message, meta = {} }: LogEntry): void {
  const { taskQueue, error } = meta;
  if (level !== 'ERROR' || typeof taskQueue !== 'string') return;
  lastErrors.set(taskQueue, error instanceof Error ? `${message} ${error.message}` : message);
}

/** Of the death of a worker's core the SDK tells in its log alone. */
export function lastErrorOf(taskQueue: string): string | undefined {
  // It holds entries back for a moment, to put them in order.
  runtime?.flushLogs();
  return lastErrors.get(taskQueue);
}

/** For a worker that is run for its own sake. */
export function runWorkerLogs(stream: { write(text: string): unknown }, level: LogLevel = 'INFO'): void {
  logTo((line) => stream.write(line), level);
}

/** For workers beside something that a person reads: their log is in a file. */
export function keepWorkerLogs(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const log = openSync(file, 'a');
  logTo((line) => writeSync(log, line), 'WARN');
}

/** For worker code that is run only to see what it does: what fails is told by whoever runs it, once. */
export function noWorkerLogs(): void {
  const telemetryOptions = { logging: { filter: 'OFF', forward: {} } };
  install({ logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions });
}
