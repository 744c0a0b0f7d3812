import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { AllinpayWithdrawalInput } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { closeMonth, Paid } from '../../../examples/clients/typescript/workflows.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A team with workers of its own, whose workflows pay. */
export interface OtherTeam {
  startCloseMonth(order: AllinpayWithdrawalInput): Promise<WorkflowHandle<typeof closeMonth>>;
  closeMonth(order: AllinpayWithdrawalInput): Promise<Paid>;
  stop(): Promise<void>;
}

const TASK_QUEUE = 'accounting';

/** Bundles the example as its team would, with the contract as it is in the sources now. */
async function bundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path('../../../examples/clients/typescript/workflows.ts'),
    webpackConfigHook: (config) => {
      const { alias = {} } = config.resolve ?? {};
      if (Array.isArray(alias)) throw new Error('the SDK lists its aliases otherwise now');
      const contract = { 'durable-payouts/contract$': path('../../../contract/index.ts') };
      return { ...config, resolve: { ...config.resolve, alias: { ...alias, ...contract } } };
    },
  });
  return code;
}

export async function startOtherTeam(address: string): Promise<OtherTeam> {
  const code = await bundle();
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ connection, taskQueue: TASK_QUEUE, workflowBundle: { code } });
  const running = worker.run();
  const own = await Connection.connect({ address });
  const client = new Client({ connection: own });
  const start = (order: AllinpayWithdrawalInput): Promise<WorkflowHandle<typeof closeMonth>> =>
    client.workflow.start<typeof closeMonth>('closeMonth', {
      workflowId: `close-month/${order.orderId}`,
      taskQueue: TASK_QUEUE,
      args: [order],
    });
  return {
    startCloseMonth: start,
    async closeMonth(order) {
      return (await start(order)).result();
    },
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
      await own.close();
    },
  };
}
