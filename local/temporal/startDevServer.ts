import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { freePort, isFree } from './freePort.ts';
import type { SearchAttributeKind } from './searchAttributes.ts';
import { logTail, startServerProcess } from './serverProcess.ts';
import type { ServerProcess } from './serverProcess.ts';
import { endOrphans, removeServerRecord, writeServerRecord } from './serverRecords.ts';
import type { ServerRecord } from './serverRecords.ts';
import { waitUntilServing } from './waitUntilServing.ts';

export interface DevServerOptions {
  /** Path of the Temporal CLI, as findTemporal answers it. */
  readonly executable: string;
  /** Registered in the namespace before the server counts as started. */
  readonly searchAttributes: Readonly<Record<string, SearchAttributeKind>>;
  /** SQLite file that keeps the state over restarts. Default: none, the state goes with the server. */
  readonly dbFile?: string;
  /** Whether to serve the web UI. Default: false. */
  readonly ui?: boolean;
  /** Whether to tell where the server's own HTTP API is. Default: false, and the server takes a port that nobody knows. */
  readonly http?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  /** Default: a free one. */
  readonly uiPort?: number;
  /** Default: `default`. */
  readonly namespace?: string;
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
  /** Appended to and kept. Default: one in `runDir`, which goes with the server. */
  readonly logFile?: string;
  /** Where running servers are on record. Default: the folder of `dbFile`, else `.payouts/run` below the current one. */
  readonly runDir?: string;
  /** How long the server may take to answer, in milliseconds. Default: 30,000. */
  readonly startTimeoutMs?: number;
}

export interface DevServer {
  /** host:port of the gRPC frontend. */
  readonly address: string;
  readonly port: number;
  readonly namespace: string;
  readonly pid: number;
  /** Both absent without the UI. */
  readonly uiUrl?: string;
  readonly uiPort?: number;
  /** Absent unless it was asked for. */
  readonly httpUrl?: string;
  /** Resolves, never rejects, when the server's process has ended by whatever cause; tells how. */
  readonly ended: Promise<string>;
  /** Ends the server and waits for it; may be called more than once. */
  readonly stop: () => Promise<void>;
  /** Sends a signal and waits for the end, as a crash would: the record and the database stay for the next start. */
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** The server's process ended before it answered. */
class EndedEarly extends Error {}

/**
 * Starts a real Temporal server (`temporal server start-dev`) on 127.0.0.1 and resolves when it serves the namespace with
 * all search attributes. It never outlives this process. Servers left behind in `runDir` by a crash are ended first; after
 * a crash the same `dbFile`, `port` and `uiPort` bring the same server back.
 * @throws Error when it does not come up, with the end of its log; or when another live process runs one on `dbFile`.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const dbFile = options.dbFile === undefined ? undefined : resolve(options.dbFile);
  const runDir = resolve(
    options.runDir ?? (dbFile === undefined ? join('.payouts', 'run') : dirname(dbFile)),
  );
  const inTheWay = (await endOrphans(runDir)).find(
    (record) => record.dbFile === dbFile && dbFile !== undefined,
  );
  if (inTheWay !== undefined)
    throw new Error(
      `A Temporal server already runs on ${inTheWay.dbFile ?? ''}: at ${inTheWay.address}, started by process ${inTheWay.ownerPid}. Use that one or stop it first.`,
    );
  // Or the server in the way would answer in the place of the one that could not start.
  for (const port of [options.port, options.uiPort])
    if (port !== undefined && !(await isFree(port)))
      throw new Error(
        `Port ${port} of 127.0.0.1 is taken by another program. Stop that one or choose another port.`,
      );
  await mkdir(runDir, { recursive: true });
  if (dbFile !== undefined) await mkdir(dirname(dbFile), { recursive: true });

  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const uiPort = options.ui === true ? (options.uiPort ?? (await freePort())) : undefined;
    const httpPort = options.http === true ? await freePort() : undefined;
    try {
      return await startOn({
        ...options,
        runDir,
        port,
        ...(dbFile && { dbFile }),
        ...(uiPort && { uiPort }),
        ...(httpPort && { httpPort }),
      });
    } catch (error) {
      // A free port may be taken before the server gets there; a fixed port is the caller's choice and stays.
      const portsWereOurs = options.port === undefined && options.uiPort === undefined;
      if (!(error instanceof EndedEarly) || !portsWereOurs || attempt === 3) throw error;
    }
  }
}

type Settled = DevServerOptions & {
  readonly runDir: string;
  readonly port: number;
  readonly httpPort?: number;
};

async function startOn(options: Settled): Promise<DevServer> {
  const { executable, runDir, port, uiPort, httpPort, dbFile, namespace = 'default' } = options;
  const address = `127.0.0.1:${port}`;
  const logFile = options.logFile ?? join(runDir, `temporal-server-${port}.log`);
  const args = devServerArguments(options, namespace);
  const server = await startServerProcess(executable, args, logFile);
  const record: ServerRecord = {
    pid: server.pid,
    ownerPid: process.pid,
    address,
    commandLine: [executable, ...args].join(' '),
    ...(dbFile !== undefined && { dbFile }),
    ...(options.logFile === undefined && { ownLog: logFile }),
  };
  const stop = async (): Promise<void> => {
    await end(server, dbFile === undefined ? 'SIGKILL' : 'SIGTERM');
    await removeServerRecord(runDir, record);
  };
  try {
    await writeServerRecord(runDir, record);
    await untilServing(server, options, address, namespace, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address,
    port,
    namespace,
    pid: server.pid,
    ...(uiPort !== undefined && { uiPort, uiUrl: `http://127.0.0.1:${uiPort}` }),
    ...(httpPort !== undefined && { httpUrl: `http://127.0.0.1:${httpPort}` }),
    ended: server.ended,
    stop,
    kill: async (signal) => {
      server.signal(signal);
      await server.waitForEnd();
    },
  };
}

/**
 * Without it each commit rewrites a journal beside the file. On a busy disk that takes over a second, after which the
 * server gives up handing a task to a worker that it has already noted as started: the call is lost for a minute.
 */
const WRITE_AHEAD = ['--sqlite-pragma', 'journal_mode=wal'];

function devServerArguments(options: Settled, namespace: string): string[] {
  // Without this the server asks a host of its maker's for newer versions.
  const dynamicConfig = { 'frontend.enableServerVersionCheck': false, ...options.dynamicConfig };
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--log-level', 'error'],
    ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
    ...(options.httpPort === undefined ? [] : ['--http-port', String(options.httpPort)]),
    ...(namespace === 'default' ? [] : ['--namespace', namespace]),
    ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile, ...WRITE_AHEAD]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
  ];
}

async function untilServing(
  server: ServerProcess,
  options: Settled,
  address: string,
  namespace: string,
  logFile: string,
): Promise<void> {
  const stopWaiting = new AbortController();
  const endedEarly = server.ended.then(async (how) => {
    throw new EndedEarly(
      `The Temporal server (${options.executable}) ${how} before it answered at ${address}:\n${await logTail(logFile)}`,
    );
  });
  try {
    const deadline = Date.now() + (options.startTimeoutMs ?? 30_000);
    const { searchAttributes } = options;
    const readiness = { address, namespace, searchAttributes, deadline, signal: stopWaiting.signal };
    await Promise.race([waitUntilServing(readiness), endedEarly]);
  } finally {
    stopWaiting.abort();
    endedEarly.catch(() => undefined);
  }
}

async function end(server: ServerProcess, signal: NodeJS.Signals): Promise<void> {
  server.signal(signal);
  const insist = setTimeout(() => {
    server.signal('SIGKILL');
  }, 5_000);
  await server.waitForEnd();
  clearTimeout(insist);
}
