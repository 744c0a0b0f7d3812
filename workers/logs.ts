import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, Runtime, type LogLevel, type RuntimeOptions } from '@temporalio/worker';
import { logLine } from './logLine.ts';

/** Sends what the workers log, from `level` on, to where a process was told to: one line an entry. */
function logTo(write: (line: string) => void, level: LogLevel): void {
  const logger = new DefaultLogger(level, (entry) => {
    write(logLine(entry));
  });
  // Unless it forwards, the core writes to stdout by itself, past this logger, and task tokens with it.
  install({ logger, telemetryOptions: { logging: { forward: {} } } });
}

function install(options: RuntimeOptions): void {
  try {
    Runtime.install(options);
  } catch (error) {
    // A process has one runtime; where one runs already (in a test), its logger stays.
    if (!(error instanceof IllegalStateError)) throw error;
  }
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
