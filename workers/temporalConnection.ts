import { Client } from '@temporalio/client';
import { IllegalStateError } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { temporalEnvironment, type Environment } from '../rules/environment.ts';
import { NotConnectedError } from '../rules/errors.ts';

/** A worker's connection, and a client on the same one. */
export interface WorkerConnection {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  readonly address: string;
}

const DEFAULT_ADDRESS = 'localhost:7233';

/**
 * Connects as every Temporal tool does: by `TEMPORAL_*` and the SDK's configuration file.
 * @param address `host:port`, in place of what those say
 * @throws SettingsError one of them cannot be meant so
 * @throws NotConnectedError
 */
export async function connectWorker(environment: Environment, address?: string): Promise<WorkerConnection> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({
    overrideEnvVars: temporalEnvironment(environment),
  });
  const target = address ?? connectionOptions.address ?? DEFAULT_ADDRESS;
  try {
    const connection = await NativeConnection.connect({ ...connectionOptions, address: target });
    return { connection, client: new Client({ connection, namespace }), namespace, address: target };
  } catch (error) {
    throw new NotConnectedError(target, error);
  }
}

/** One that a worker holds which does not end stays open: that is not what has to be told of the worker. */
export async function closeConnection(connection: NativeConnection): Promise<void> {
  try {
    await connection.close();
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
