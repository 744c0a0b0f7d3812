import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

export interface Readiness {
  readonly address: string;
  readonly namespace: string;
  /** Names that must be registered in the namespace. */
  readonly searchAttributes: readonly string[];
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Ends the wait early, e.g. because the server's process has ended. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the server answers, knows the namespace and has every search attribute: what a worker needs at its start.
 * @throws Error with what is still missing at the deadline, or the signal's reason.
 */
export async function waitUntilServing(readiness: Readiness): Promise<void> {
  let missing = 'nobody listens there';
  while (Date.now() < readiness.deadline) {
    readiness.signal.throwIfAborted();
    // The gRPC channel waits a second after a refused connection, a plain socket does not.
    if (await listens(readiness.address)) {
      const answer = await whatIsMissing(readiness);
      if (answer === undefined) return;
      missing = answer;
    }
    await delay(25);
  }
  throw new Error(`The Temporal server at ${readiness.address} is not ready: ${missing}.`);
}

async function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function whatIsMissing({
  address,
  namespace,
  searchAttributes,
}: Readiness): Promise<string | undefined> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1_000 });
    try {
      const { customAttributes } = await connection.withDeadline(Date.now() + 2_000, () =>
        connection.operatorService.listSearchAttributes({ namespace }),
      );
      const absent = searchAttributes.filter((name) => customAttributes[name] === undefined);
      return absent.length === 0 ? undefined : `search attributes ${absent.join(', ')} are not registered`;
    } finally {
      await connection.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
