import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** Longer than a killed server takes to come back on a busy machine. */
const DEADLINE_MS = 60_000;

/** Makes a call of the server again while the server is away, as any caller would. */
export async function throughOutages<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isOutage(error) || Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error);
}
