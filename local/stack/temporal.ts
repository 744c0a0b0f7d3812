import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { NotConnectedError } from '../../clients/index.ts';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { registerSearchAttributes } from '../../workers/searchAttributes.ts';
import type { Environment } from '../../workers/settings/sources.ts';
import { closeConnection, connectWorker, type WorkerConnection } from '../../workers/temporalConnection.ts';
import { resolveTemporal, startDevServer } from '../temporal/index.ts';
import type { Cleanup } from './cleanup.ts';

/** A Temporal server with our search attributes, and a connection to it. */
export interface Temporal {
  readonly address: string;
  readonly namespace: string;
  /** absent for a server that is somebody else's to run */
  readonly uiUrl?: string;
  readonly connection: NativeConnection;
  readonly client: Client;
  /** Resolves when a server that was started here has ended; tells how. Never for another's. */
  readonly ended: Promise<string>;
}

export interface TemporalOptions {
  readonly environment: Environment;
  /** folder where a fetched server is kept, over runs */
  readonly cacheDir: string;
  /** folder of the server's own state and log */
  readonly stateDir: string;
  /** `host:port` of a server to use; else TEMPORAL_ADDRESS; else one is started */
  readonly address: string | undefined;
  readonly ports?: { readonly temporal: number; readonly ui: number };
  /** whether a server that is started here keeps its state for the next start */
  readonly keepsState: boolean;
  readonly say: (line: string) => void;
  readonly cleanup: Cleanup;
}

/** Uses the server that was given, or finds, fetches and starts one. What it started is added to `cleanup`. */
export async function openTemporal(options: TemporalOptions): Promise<Temporal> {
  const { environment, cacheDir, address, say } = options;
  const source = await resolveTemporal({
    cacheDir,
    env: { ...environment },
    say,
    ...(address === undefined ? {} : { address }),
  });
  return source.kind === 'address'
    ? await useServer(options, source.address)
    : await startServer(options, source.path);
}

async function useServer({ environment, cleanup }: TemporalOptions, address: string): Promise<Temporal> {
  const { connection, client, namespace } = await connectToGiven(environment, address);
  cleanup.add(() => closeConnection(connection));
  await registerSearchAttributes(connection, namespace);
  return { address, namespace, connection, client, ended: new Promise(() => undefined) };
}

/** An address left over in a shell is the likely cause, and not seen from there. */
async function connectToGiven(environment: Environment, address: string): Promise<WorkerConnection> {
  try {
    return await connectWorker(environment, address);
  } catch (error) {
    if (!(error instanceof NotConnectedError)) throw error;
    throw new Error(
      `No Temporal server answers at ${address}, which TEMPORAL_ADDRESS or --address names. ` +
        'Leave it out, and one is started here.',
      { cause: error },
    );
  }
}

/**
 * The server divides a queue's limit among its partitions, and a partition without a backlog leaves its share unused: with
 * the default four, 0.86 of a limit is reached and some tasks wait long behind it.
 */
const onePartition = {
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

async function startServer(
  { stateDir, ports, keepsState, cleanup }: TemporalOptions,
  executable: string,
): Promise<Temporal> {
  const server = await startDevServer({
    executable,
    ...(keepsState ? { dbFile: join(stateDir, 'temporal.db') } : { runDir: stateDir }),
    logFile: join(stateDir, 'temporal.log'),
    searchAttributes: searchAttributeTypes,
    ui: true,
    dynamicConfig: onePartition,
    ...(ports === undefined ? {} : { port: ports.temporal, uiPort: ports.ui }),
  });
  cleanup.add(() => server.stop());
  // Not by the environment: what it says of namespaces, TLS and keys is about another server.
  const connection = await NativeConnection.connect({ address: server.address });
  cleanup.add(() => closeConnection(connection));
  const { address, namespace, uiUrl, ended } = server;
  const client = new Client({ connection, namespace });
  return { address, namespace, connection, client, ended, ...(uiUrl === undefined ? {} : { uiUrl }) };
}
