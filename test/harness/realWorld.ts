import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { PayoutsClient } from '../../clients/index.ts';
import type { AllinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import type { Head } from '../../contract/head.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import { searchAttributes, searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { startDevServer, type DevServer } from '../../local/temporal/index.ts';
import type { Sandbox, SettingsInput } from '../../sandbox/index.ts';
import { temporalCli } from './prepared.ts';
import { FeishuSeed } from './seed.ts';
import { startTestSandbox } from './testSandbox.ts';
import { until } from './until.ts';
import { spawnWorker, untilServing, type WorkerProcess } from './workerProcess.ts';
import { buildWorkerProgram, type Patch } from './workerProgram.ts';

export interface RealWorldOptions {
  readonly sandbox?: SettingsInput;
  /** settings of the workers in place of the sandbox's own, by name */
  readonly environment?: Readonly<Record<string, string>>;
  /** what the server knows; ours by default */
  readonly searchAttributes?: Partial<typeof searchAttributeTypes>;
  /** what differs in the workers' sources from those that are here */
  readonly patches?: readonly Patch[];
  /** true: the server keeps its state in a database file, and can be crashed */
  readonly database?: boolean;
  /** settings of the server beside its own */
  readonly server?: Readonly<Record<string, string | number | boolean>>;
  /** true: the server's UI is there too */
  readonly ui?: boolean;
}

/** A real Temporal server, the strict sandbox, and workers as processes that can be killed. */
export interface RealWorld {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly client: Client;
  readonly payouts: PayoutsClient;
  readonly sandbox: Sandbox;
  readonly feishu: FeishuSeed;
  /** Starts one more worker; resolves when it serves. */
  startWorker(): Promise<WorkerProcess>;
  /** Starts one more worker, which may refuse to serve. */
  spawnWorker(): WorkerProcess;
  /** Ends the server as a crash would and starts it again on its database and port. */
  crashServer(): Promise<void>;
  stop(): Promise<void>;
}

const runDir = fileURLToPath(new URL('../../.payouts/test/run', import.meta.url));

export async function startRealWorld(options: RealWorldOptions = {}): Promise<RealWorld> {
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const program = await buildWorkerProgram(options.patches);
    started.push(() => program.remove());
    const database = options.database === true ? await makeDatabase() : undefined;
    if (database !== undefined) started.push(() => database.remove());
    const startServer = (port?: number): Promise<DevServer> =>
      startDevServer({
        executable: temporalCli(),
        searchAttributes: options.searchAttributes ?? searchAttributeTypes,
        runDir,
        ui: options.ui === true,
        ...(options.server === undefined ? {} : { dynamicConfig: options.server }),
        ...(database === undefined ? {} : { dbFile: database.file }),
        ...(port === undefined ? {} : { port }),
      });
    let server = await startServer();
    started.push(() => server.stop());
    const sandbox = await startTestSandbox(
      options.sandbox === undefined ? {} : { settings: options.sandbox },
    );
    started.push(() => sandbox.close());
    const connection = await Connection.connect({ address: server.address });
    started.push(() => connection.close());
    const client = new Client({ connection });
    const spawnOne = (): WorkerProcess => {
      const environment = { ...sandbox.env, TEMPORAL_ADDRESS: server.address, ...options.environment };
      const worker = spawnWorker(program.main, environment);
      started.push(() => worker.crash());
      return worker;
    };
    return {
      address: server.address,
      uiUrl: server.uiUrl,
      client,
      payouts: new PayoutsClient(client),
      sandbox,
      feishu: new FeishuSeed(sandbox),
      spawnWorker: spawnOne,
      async startWorker() {
        const worker = spawnOne();
        await untilServing(worker);
        return worker;
      },
      async crashServer() {
        if (database === undefined) throw new Error('without a database the server forgets everything');
        await server.kill('SIGKILL');
        server = await startServer(server.port);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeDatabase(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  await mkdir(runDir, { recursive: true });
  const folder = await mkdtemp(join(runDir, 'database-'));
  return { file: join(folder, 'temporal.db'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** An order of one detail, as a caller writes it. */
export function anOrder(
  orderId: string,
  more: Partial<AllinpayWithdrawalInput> = {},
): AllinpayWithdrawalInput {
  return { orderId, details: [{ externalCode: `S-${orderId}`, amount: '100.00' }], ...more };
}

export const allinpayId = (orderId: string): string => workflowIdOf('allinpayWithdrawal', 'default', orderId);
export const referralId = (orderId: string): string => workflowIdOf('referralWithdrawal', 'default', orderId);

/** What the ledger says of an order, as counts. */
export function countsOf(
  sandbox: Sandbox,
  orderId: string,
): { bookings: number; sends: number; lookUps: number } {
  const { calls, totals } = sandbox.ledger(orderId);
  const callsOf = (api: string): number => calls.filter((call) => call.api === api).length;
  return {
    bookings: totals.allinpay.bookings + totals.feishu.withdrawals,
    sends: callsOf('allinpay.withdraw') + callsOf('feishu.withdraw'),
    lookUps: callsOf('allinpay.withdrawResultQuery'),
  };
}

/** The head of a payout by its own query. */
export function headOf(handle: WorkflowHandle): Promise<Head> {
  return handle.query<Head>(PAYOUT_QUERY);
}

/** Waits by what the server indexes: unlike a query that needs no worker, and none that was killed. */
export async function untilStatus(handle: WorkflowHandle, status: string): Promise<void> {
  await until(
    `${handle.workflowId} is ${status}`,
    async () => (await handle.describe()).typedSearchAttributes.get(searchAttributes.status) === status,
  );
}

/** Waits until a person is called. */
export async function untilAttention(handle: WorkflowHandle): Promise<NonNullable<Head['attention']>> {
  await until(
    `${handle.workflowId} needs attention`,
    async () => (await handle.describe()).typedSearchAttributes.get(searchAttributes.needsAttention) === true,
  );
  const { attention } = await headOf(handle);
  if (attention === null) throw new Error(`${handle.workflowId} needs no attention any more`);
  return attention;
}

/** Says how what is paid to an account ends; `never`: not until it is changed. */
export async function setAccount(
  sandbox: Sandbox,
  externalCode: string,
  settle: 'settled' | 'failed' | 'never',
): Promise<void> {
  const response = await fetch(`${sandbox.url}/sandbox/allinpay/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify([{ externalCode, settle }]),
  });
  if (!response.ok) throw new Error(await response.text());
}
