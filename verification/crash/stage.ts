import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';
import type { Call as LedgerCall } from '../../sandbox/ledger.ts';
import { until } from '../../test/harness/until.ts';
import type { Call } from './calls.ts';
import type { Lane } from './lane.ts';
import type { Subject } from './subject.ts';

/** One call of one payout, and everything that can be done to it. */
export class Stage {
  readonly lane: Lane;
  readonly subject: Subject;
  readonly call: Call;
  readonly #callsBefore: number;

  constructor(lane: Lane, subject: Subject, call: Call) {
    this.lane = lane;
    this.subject = subject;
    this.call = call;
    this.#callsBefore = lane.world.sandbox.ledger().calls.length;
  }

  get handle(): WorkflowHandle {
    return this.lane.handle(this.subject.workflowId);
  }

  /** Everything that was asked of the other side since the payout was made ready: its lane has no other. */
  get calls(): readonly LedgerCall[] {
    return this.lane.world.sandbox.ledger().calls.slice(this.#callsBefore);
  }

  /** From now on this happens to the call, once, and nothing to others. */
  failOnce(rule: OneRule, ...more: readonly FaultRuleInput[]): void {
    this.fail(this.once(rule), ...more);
  }

  fail(...rules: readonly FaultRuleInput[]): void {
    this.lane.world.sandbox.setFaults(rules);
  }

  /** The rule by which something happens to the call, once. */
  once(rule: OneRule): FaultRuleInput {
    const { api, nth } = this.call;
    const where = api === 'feishu.token' ? {} : this.subject.where(api);
    return { ...where, ...(nth === 1 ? {} : { skip: nth - 1 }), times: 1, on: api, ...rule };
  }

  /** Waits until the other side has the call and has done with it, whether its answer leaves or not. */
  async untilProcessed(): Promise<void> {
    const { api, nth, name } = this.call;
    await until(`the other side has done with ${name}`, () => {
      const made = this.calls.filter((call) => call.api === api);
      return made.length >= nth && made[nth - 1]?.httpStatus !== null;
    });
  }

  /** Waits until the other side has seen the call, also where it will never answer. */
  async untilSeen(): Promise<void> {
    const { api, nth, name } = this.call;
    await until(`${name} was made`, () => this.calls.filter((call) => call.api === api).length >= nth);
  }

  async untilClosed(): Promise<void> {
    await until(
      `${this.subject.workflowId} is closed`,
      async () => (await this.handle.describe()).status.name !== 'RUNNING',
    );
  }

  /** The try that runs or waits for its time. */
  async pendingCall(): Promise<{ readonly attempt: number }> {
    const [pending] = (await this.handle.describe()).raw.pendingActivities ?? [];
    if (pending === undefined) throw new Error(`${this.subject.workflowId} waits for no call`);
    return { attempt: pending.attempt ?? 1 };
  }

  pause(ms: number): Promise<void> {
    return pause(ms);
  }
}

type OneRule = FaultRuleInput extends infer Rule
  ? Rule extends FaultRuleInput
    ? Omit<Rule, 'on' | 'orderId' | 'account' | 'recordId'>
    : never
  : never;
