import { Runtime } from '@temporalio/worker';
import { NotConnectedError } from '../../../clients/index.ts';
import { withoutBlanks } from '../../../rules/environment.ts';
import { describeSearchAttributes, missingSearchAttributes } from '../../../workers/searchAttributes.ts';
import { startWorkers, type RunningWorkers } from '../../../workers/startWorkers.ts';
import { runWorkerLogs } from '../../../workers/telemetry/logs.ts';
import {
  closeConnection,
  connectWorker,
  type WorkerConnection,
} from '../../../workers/temporalConnection.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { settingsOf } from '../../settingsOf.ts';
import { aborted, sayTo, type WorkerIo } from '../../workerIo.ts';

/** `payouts worker`. @throws UsageError naming everything that a person must mend before it can start */
export async function runWorker(io: WorkerIo, { global }: CommandContext): Promise<ExitCode> {
  const { address, profile } = global;
  const stop = io.askedToStop();
  const settings = settingsOf(io.env, profile);
  runWorkerLogs(io.stderr);
  const temporal = await connect(io, address);
  try {
    await refuseWithoutSearchAttributes(temporal);
    const { connection, client, namespace } = temporal;
    const buildId = withoutBlanks(io.env)['TEMPORAL_WORKER_BUILD_ID'];
    const workers = await startWorkers({
      settings,
      connection,
      client,
      namespace,
      ...(buildId === undefined ? {} : { buildId }),
      ...io.workers,
    });
    const names = settings.profiles.map(({ name }) => name).join(', ');
    sayTo(io)(`Serving ${names} in namespace ${namespace} of ${temporal.address}.`);
    void aborted(stop).then(() => workers.shutdown());
    await served(workers, io);
    return 0;
  } finally {
    await closeConnection(temporal.connection);
  }
}

/** Calls that are under way finish also when something else of the process has failed: one cut off is an unknown outcome. */
async function served(workers: RunningWorkers, io: WorkerIo): Promise<void> {
  const unlisten = io.onUncaught((error) => {
    Runtime.instance().logger.error('Nobody caught this; all workers end', { error });
    workers.fail(`An error that nobody caught: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    await workers.run;
  } finally {
    unlisten();
  }
}

async function connect(io: WorkerIo, address: string | undefined): Promise<WorkerConnection> {
  try {
    return await connectWorker(io.env, address);
  } catch (error) {
    if (error instanceof NotConnectedError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * A server without our search attributes would fail every workflow task, for ever and in silence.
 * @throws UsageError
 */
async function refuseWithoutSearchAttributes({
  connection,
  namespace,
  address,
}: WorkerConnection): Promise<void> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return;
  throw new UsageError(
    `Namespace ${namespace} of ${address} lacks search attributes:\n${describeSearchAttributes(missing)}\n` +
      'Make them with: payouts setup',
  );
}
