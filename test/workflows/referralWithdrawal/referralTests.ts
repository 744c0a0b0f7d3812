import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type {
  ReferralWithdrawalInput,
  ReferralWithdrawalResult,
} from '../../../contract/flows/referralWithdrawal.ts';
import { PAYOUT_QUERY } from '../../../contract/names.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { Call, Ledger } from '../../../sandbox/ledger.ts';
import { endOf, eventTypes, TestRun, WORKFLOW_TASK_FAILED, type Ended } from '../../harness/testRun.ts';
import {
  startTimeSkippingWorld,
  type TimeSkippingWorld,
  type WorldOptions,
} from '../../harness/timeSkippingWorld.ts';

/** One referral withdrawal under test. */
export class Referral extends TestRun<ReferralWithdrawalResult> {
  readonly orderId: string;
  readonly account: string;

  constructor(world: TimeSkippingWorld, orderId: string, account: string, handle: WorkflowHandle) {
    super(world, handle);
    this.orderId = orderId;
    this.account = account;
  }

  get ledger(): Ledger {
    return this.world.sandbox.ledger(this.orderId);
  }

  effects(kind: 'feishu.withdrawal' | 'wallet.credit'): Ledger['effects'] {
    return this.ledger.effects.filter((effect) => effect.kind === kind);
  }

  /** Calls of one API, of this order or (where the call names no order) of this account. */
  calls(api: Call['api']): readonly Call[] {
    return this.world.sandbox
      .ledger()
      .calls.filter(
        (call) => call.api === api && (call.orderId === this.orderId || call.account === this.account),
      );
  }
}

/** One world for the tests of a file, and what they start in it. */
export interface ReferralTests {
  readonly world: TimeSkippingWorld;
  /** an order of its own for an account of its own, unless the input says otherwise */
  start(
    funds: { readonly points?: number; readonly cash?: string },
    input?: Partial<ReferralWithdrawalInput>,
  ): Promise<Referral>;
  /** how a start with any input at all is refused */
  refused(input: unknown, workflowId: string, options: object): Promise<Ended<ReferralWithdrawalResult>>;
  /** what the newest run of an id shows */
  shownOf(workflowId: string): Promise<unknown>;
}

/** Every history of the file is looked through in the end: not one workflow task may have failed. */
export function referralTests(options: WorldOptions = {}): ReferralTests {
  let world: TimeSkippingWorld | undefined;
  let count = 0;
  const started: WorkflowHandle[] = [];
  const running = (): TimeSkippingWorld => {
    if (world === undefined) throw new Error('there is no world before the tests');
    return world;
  };
  beforeAll(async () => {
    world = await startTimeSkippingWorld(options);
  }, 120_000);
  afterEach(async () => {
    running().sandbox.setFaults([]);
    for (const handle of started.splice(0)) {
      expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
    }
  });
  afterAll(async () => {
    await world?.stop();
  });
  return {
    get world() {
      return running();
    },
    async start(funds, input = {}) {
      count += 1;
      const orderId = input.externalOrderId ?? `R-${count}`;
      const account = input.referralAccountId ?? (await running().feishu.account(funds));
      const handle = await running().start(
        'referralWithdrawal',
        workflowIdOf('referralWithdrawal', input.profile ?? 'default', orderId),
        {
          externalOrderId: orderId,
          referralAccountId: account,
          bonusTypes: ['point', 'cash'],
          ...input,
        },
      );
      const referral = new Referral(running(), orderId, account, handle);
      started.push(handle);
      return referral;
    },
    async refused(input, workflowId, options) {
      const { workflow } = running().environment.client;
      await running().start('referralWithdrawal', workflowId, input, options);
      const { runId } = await workflow.getHandle(workflowId).describe();
      const handle = workflow.getHandle(workflowId, runId, { followRuns: false });
      started.push(handle);
      return endOf(handle);
    },
    shownOf: (workflowId) => running().environment.client.workflow.getHandle(workflowId).query(PAYOUT_QUERY),
  };
}
