import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, Runtime, type LogLevel, type RuntimeOptions } from '@temporalio/worker';

/** Sends what the workers log, from `level` on, to where a process was told to: one line an entry. */
function logTo(write: (line: string) => void, level: LogLevel): void {
  const logger = new DefaultLogger(level, (entry) => {
    const time = new Date(Number(entry.timestampNanos / 1_000_000n)).toISOString();
    const meta = entry.meta === undefined ? '' : ` ${JSON.stringify(entry.meta, plainErrors)}`;
    write(`${time} [${entry.level}] ${entry.message}${meta}\n`);
  });
  install({ logger });
}

function install(options: RuntimeOptions): void {
  try {
    Runtime.install(options);
  } catch (error) {
    // A process has one runtime; where one runs already (in a test), its logger stays.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

function plainErrors(_member: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

/** For a worker that is run for its own sake. */
export function runWorkerLogs(stream: { write(text: string): unknown }): void {
  logTo((line) => stream.write(line), 'INFO');
}

/** For workers beside something that a person reads: their log is in a file. */
export function keepWorkerLogs(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const log = openSync(file, 'a');
  logTo((line) => writeSync(log, line), 'WARN');
}

/** For worker code that is run only to see what it does: what fails is told by whoever runs it, once. */
export function noWorkerLogs(): void {
  // The core writes to stdout by itself unless it is told to forward what it has to say.
  const telemetryOptions = { logging: { filter: 'OFF', forward: {} } };
  install({ logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions });
}
