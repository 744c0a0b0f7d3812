import type { Client, WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { checkedInput, type CheckedInput, type FlowOfMoney } from '../../clients/flows.ts';
import { startRequestOf } from '../../clients/start/startRequest.ts';
import { attentionSchema, type AttentionReason } from '../../contract/attention.ts';
import type { Status } from '../../contract/head.ts';
import type { Flow, MoneyFlow } from '../../contract/flows/names.ts';
import { PAYOUTS_TASK_QUEUE, PAYOUT_QUERY } from '../../contract/names.ts';
import type { UpdateInput, UpdateName } from '../../contract/updates.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import type { Api } from '../../sandbox/apis.ts';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { LumpSumSeed } from '../../test/harness/lumpSumSeed.ts';
import type { FeishuSeed } from '../../test/harness/seed.ts';
import { until } from '../../test/harness/until.ts';

const shownSchema = z.object({ status: z.string().optional(), attention: attentionSchema.nullish() });

/** One run that is recorded, and what people say to it. */
export class Run {
  readonly handle: WorkflowHandle;

  constructor(handle: WorkflowHandle) {
    this.handle = handle;
  }

  /** Where it stands by its own query; a flow that only reads has no status and is told by how its run ended. */
  async standing(): Promise<string> {
    const { status } = shownSchema.parse(await this.handle.query(PAYOUT_QUERY));
    return status ?? (await this.handle.describe()).status.name;
  }

  async until(status: Status): Promise<void> {
    await until(`${this.handle.workflowId} is ${status}`, async () => (await this.standing()) === status);
  }

  /** Whether a person is needed for this, and may decide. */
  async needs(reason: AttentionReason): Promise<boolean> {
    const { attention } = shownSchema.parse(await this.handle.query(PAYOUT_QUERY));
    return attention?.reason === reason && attention.decisions.length > 0;
  }

  async untilAttention(reason: AttentionReason): Promise<void> {
    await until(`${this.handle.workflowId} needs attention: ${reason}`, () => this.needs(reason));
  }

  /** Waits until a member of what it shows has this value. */
  async untilFact(member: string, value: string): Promise<void> {
    await until(`${this.handle.workflowId} shows ${member} ${value}`, async () => {
      const shown = z.record(z.string(), z.unknown()).parse(await this.handle.query(PAYOUT_QUERY));
      return shown[member] === value;
    });
  }

  /** Waits until nothing of it is being sent: it waits until it can be. */
  async untilStandingBack(): Promise<void> {
    await until(`${this.handle.workflowId} stands back`, async () => {
      const { raw } = await this.handle.describe();
      const pending = raw.pendingActivities ?? [];
      const waits = pending.length === 1 && /^until\w+Ready$/.test(pending[0]?.activityType?.name ?? '');
      return waits && !raw.pendingWorkflowTask;
    });
  }

  async say<Name extends UpdateName>(name: Name, argument: UpdateInput<Name>): Promise<void> {
    await this.handle.executeUpdate(name, { args: [argument] });
  }

  /** Waits for its end, whichever it is. */
  async close(): Promise<this> {
    await this.handle.result().catch(() => undefined);
    return this;
  }
}

/** What scenes are played on: a server, workers, the providers' stand-ins. One scene at a time. */
export class Stage {
  readonly client: Client;
  readonly sandbox: Sandbox;
  readonly feishu: FeishuSeed;
  readonly lumpSums: LumpSumSeed;

  constructor(client: Client, sandbox: Sandbox, feishu: FeishuSeed) {
    this.client = client;
    this.sandbox = sandbox;
    this.feishu = feishu;
    this.lumpSums = new LumpSumSeed(sandbox);
  }

  /** From now on these rules hold, and no others. */
  fail(...rules: readonly FaultRuleInput[]): void {
    this.sandbox.setFaults(rules);
  }

  /** Starts a flow that moves money under the id that its order id yields. */
  startMoney(flow: MoneyFlow, orderId: string, input: object, profile = 'default'): Promise<Run> {
    return this.start(flow, workflowIdOf(flow, profile, orderId), input);
  }

  /** As another service starts it: by the SDK's defaults, which let an id run again once it is closed. */
  async start(flow: Flow, workflowId: string, input: object, options: object = {}): Promise<Run> {
    const { workflow } = this.client;
    const started = await workflow.start(flow, {
      workflowId,
      taskQueue: PAYOUTS_TASK_QUEUE,
      args: [input],
      ...options,
    });
    return this.runOf(workflowId, started.firstExecutionRunId);
  }

  /**
   * As `PayoutsClient` starts it: with a memo, or as much of it as an older client gave, and search attributes.
   * @param members of the memo; all of them by default
   */
  startByClient<Checked extends CheckedInput, Result>(
    spec: FlowOfMoney<Checked, Result>,
    input: object,
    members?: readonly string[],
  ): Promise<Run> {
    const request = startRequestOf(spec, checkedInput(spec, input), 'a-start-token');
    const told = Object.entries(request.memo).filter(([name]) => members?.includes(name) ?? true);
    return this.start(request.flow, request.workflowId, request.input, {
      memo: Object.fromEntries(told),
      typedSearchAttributes: [...request.attributes],
    });
  }

  /** One run of an id, whatever others there are. */
  runOf(workflowId: string, runId: string): Run {
    return new Run(this.client.workflow.getHandle(workflowId, runId, { followRuns: false }));
  }

  /** How many calls of one API have reached the providers for an order. */
  countCalls(api: Api, orderId: string): number {
    return this.sandbox.ledger(orderId).calls.filter((call) => call.api === api).length;
  }

  /** Sets accounts of Allinpay up, as `PUT /sandbox/allinpay/accounts` takes it. */
  async changeAccounts(...changes: readonly object[]): Promise<void> {
    const response = await fetch(`${this.sandbox.url}/sandbox/allinpay/accounts`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(changes),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}
