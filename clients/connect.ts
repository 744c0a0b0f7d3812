import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { temporalEnvironment, type Environment } from '../rules/environment.ts';
import { NotConnectedError } from './errors.ts';

export interface ConnectOptions {
  /** `host:port`; in place of TEMPORAL_ADDRESS and the configuration file */
  readonly address?: string | undefined;
  /** where TEMPORAL_* are read from; the process's environment by default */
  readonly env?: Environment;
  /** how long to wait for the server, in milliseconds; 10,000 by default */
  readonly timeoutMs?: number;
}

/** gRPC would take `https_proxy` for it, in lower case alone, and a local server would not be found. */
const DIRECTLY = { 'grpc.enable_http_proxy': 0 };

/** A client and how to let go of its connection. */
export interface OpenClient {
  readonly client: Client;
  close(): Promise<void>;
}

/**
 * Connects as every Temporal tool does: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_TLS_*, TEMPORAL_API_KEY or the
 * SDK's configuration file; `localhost:7233` and namespace `default` without any of them.
 * @throws SettingsError one of them cannot be meant so
 * @throws NotConnectedError no server answered
 */
export async function connectByEnvironment(options: ConnectOptions = {}): Promise<OpenClient> {
  const { connectionOptions, namespace } = loadClientConnectConfig({
    overrideEnvVars: temporalEnvironment(options.env ?? process.env),
  });
  const address = options.address ?? connectionOptions.address ?? 'localhost:7233';
  const { tls, metadata, apiKey } = connectionOptions;
  try {
    const connection = await Connection.connect({
      address,
      connectTimeout: options.timeoutMs ?? 10_000,
      channelArgs: DIRECTLY,
      ...(tls === undefined ? {} : { tls }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(apiKey === undefined ? {} : { apiKey }),
    });
    const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
    return { client, close: () => connection.close() };
  } catch (error) {
    throw new NotConnectedError(address, error);
  }
}
