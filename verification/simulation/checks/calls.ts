import { jitterOf, type PollPlan } from '../../../providers/allinpay/pollPlan.ts';
import { mustHold } from '../engine/broken.ts';
import type { Ending } from '../server/activityOrder.ts';
import type { ActivityTask } from '../server/activityTask.ts';
import type { Sent } from '../transport/network.ts';
import type { Case } from '../workload/case.ts';

const HOUR = 3600_000;
const SHANGHAI = 8 * HOUR;
const POLL = 'pollAllinpayWithdrawal';

export interface Limit {
  readonly calls: number;
  readonly windowMs: number;
}

/** Holds every call against when it may be made. The hours are worked out here by other means than the product's. */
export class CallChecks {
  readonly #plan: PollPlan;
  readonly #limits: ReadonlyMap<string, Limit>;
  readonly #caseOf: (workflowId: string | undefined) => Case | undefined;
  readonly #arrivals = new Map<string, number[]>();
  /** answered ones, by run and slot of the hour */
  readonly #polls = new Map<string, number>();
  /** ms, by run: of the attempt under way */
  readonly #lastPolls = new Map<string, number>();

  constructor(
    plan: PollPlan,
    limits: ReadonlyMap<string, Limit>,
    caseOf: (workflowId: string | undefined) => Case | undefined,
  ) {
    this.#plan = plan;
    this.#limits = limits;
    this.#caseOf = caseOf;
  }

  /** @param now ms: when it arrived */
  arrived(sent: Sent, now: number): void {
    this.#checkLimit(sent, now);
    if (sent.activityType !== POLL) return;
    const { sentAt, runId = '' } = sent.call;
    this.#lastPolls.set(runId, sentAt);
    const hour = Math.floor((sentAt + SHANGHAI) / HOUR) % 24;
    mustHold(hour >= 7 && hour < 23, 'quiet hours', () => `polled at ${new Date(sentAt).toISOString()}`);
  }

  /** An attempt is on record: a poll that was answered so that something is known. One a slot, and what people asked for. */
  recorded(task: ActivityTask, ending: Ending, startedAt: number): void {
    if (task.order.type !== POLL) return;
    const { runId, workflowId } = task.run;
    const sentAt = this.#lastPolls.get(runId);
    this.#lastPolls.delete(runId);
    const of = this.#caseOf(workflowId);
    if (sentAt === undefined || sentAt < startedAt || of === undefined || !isAnswered(ending)) return;
    const shift = 30 * 60_000 + jitterOf(of.orderId, this.#plan);
    const slot = Math.floor((sentAt - shift) / HOUR);
    const name = `${runId}/${slot}`;
    const polls = (this.#polls.get(name) ?? 0) + 1;
    this.#polls.set(name, polls);
    const begin = slot * HOUR + shift;
    const asked = of.accepted.filter(({ at }) => at >= begin - HOUR && at <= sentAt).length;
    mustHold(
      polls <= 1 + asked,
      'no closer than the plan',
      () => `${of.orderId} was polled ${polls} times in one slot, people asked ${asked} times`,
    );
  }

  #checkLimit({ call }: Sent, now: number): void {
    const limit = this.#limits.get(call.api);
    if (limit === undefined) return;
    const name = `${call.worker}/${call.api}`;
    const recent = (this.#arrivals.get(name) ?? []).filter((at) => at > now - limit.windowMs);
    recent.push(now);
    this.#arrivals.set(name, recent);
    mustHold(
      recent.length <= limit.calls,
      'limits',
      () => `${recent.length} calls of ${call.api} within ${limit.windowMs} ms, ${limit.calls} are allowed`,
    );
  }
}

function isAnswered(ending: Ending): boolean {
  if (ending.kind === 'completed') return true;
  return ending.kind === 'failed' && ending.failure.applicationFailureInfo?.type === 'NotSettledYet';
}
