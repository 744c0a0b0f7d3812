import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { registerSearchAttributes, SearchAttributeClash } from './searchAttributes.ts';
import type { SearchAttributeKind } from './searchAttributes.ts';

export interface Readiness {
  readonly address: string;
  readonly namespace: string;
  /** Registered in the namespace where they are not yet. */
  readonly searchAttributes: Readonly<Record<string, SearchAttributeKind>>;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Ends the wait early, e.g. because the server's process has ended. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the server answers, knows the namespace and has every search attribute: what a worker needs at its start.
 * @throws Error with what is still missing at the deadline; SearchAttributeClash; the signal's reason.
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
      const absent = await connection.withDeadline(Date.now() + 2_000, () =>
        registerSearchAttributes(connection, namespace, searchAttributes),
      );
      return absent.length === 0 ? undefined : `search attributes ${absent.join(', ')} are not registered`;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (error instanceof SearchAttributeClash) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
