import { jitterOf, type PollPlan } from '../../../providers/allinpay/pollPlan.ts';
import { mustHold } from '../engine/broken.ts';
import type { Exchange } from '../../../providers/http.ts';
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
  readonly #unrecorded: (sent: Sent) => boolean;
  readonly #arrivals = new Map<string, number[]>();
  /** by run and slot of the hour */
  readonly #polls = new Map<string, number[]>();

  constructor(
    plan: PollPlan,
    limits: ReadonlyMap<string, Limit>,
    caseOf: (workflowId: string | undefined) => Case | undefined,
    unrecorded: (sent: Sent) => boolean,
  ) {
    this.#plan = plan;
    this.#limits = limits;
    this.#caseOf = caseOf;
    this.#unrecorded = unrecorded;
  }

  /** @param now ms: when it arrived */
  arrived(sent: Sent, now: number): void {
    this.#checkLimit(sent, now);
    if (sent.activityType !== POLL) return;
    const { sentAt } = sent;
    const hour = Math.floor((sentAt + SHANGHAI) / HOUR) % 24;
    mustHold(hour >= 7 && hour < 23, 'quiet hours', () => `polled at ${new Date(sentAt).toISOString()}`);
  }

  /** A poll that was answered so that something is known: one a slot, and as many more as people asked for. */
  answered(sent: Sent, answer: Exchange): void {
    if (sent.activityType !== POLL || answer.kind !== 'answer' || this.#unrecorded(sent)) return;
    if (!/"code\\?":[03],/.test(answer.text)) return;
    const of = this.#caseOf(sent.workflowId);
    if (of === undefined) return;
    const shift = 30 * 60_000 + jitterOf(of.orderId, this.#plan);
    const slot = Math.floor((sent.sentAt - shift) / HOUR);
    const name = `${sent.runId ?? ''}/${slot}`;
    const polls = [...(this.#polls.get(name) ?? []), sent.sentAt];
    this.#polls.set(name, polls);
    const begin = slot * HOUR + shift;
    const asked = of.accepted.filter(({ at }) => at >= begin - HOUR && at <= sent.sentAt).length;
    mustHold(
      polls.length <= 1 + asked,
      'no closer than the plan',
      () => `${of.orderId} was polled ${polls.length} times in one slot, people asked ${asked} times`,
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
