import type { Attention, Decision, Raised } from '../../../contract/attention.ts';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { Status } from '../../../contract/head.ts';
import type { MoneyFlow } from '../../../contract/flows/names.ts';
import type { Waiting } from '../../../contract/waiting.ts';
import type { Run } from '../server/run.ts';

/** What a person said and the workflow took. */
export interface Accepted {
  readonly at: number;
  readonly runId: string;
  readonly name: string;
  readonly decision: string | undefined;
  readonly by: string;
  /** number of the offer that a decision or an approval answered */
  readonly offer: number | undefined;
}

/** One order of the workload: what is asked, and what people said of it. However many runs it takes. */
export interface Case {
  readonly flow: MoneyFlow;
  readonly workflowId: string;
  readonly orderId: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** what somebody asks for who takes the same id for an order of their own; nothing is wrong with it but that */
  readonly another?: Readonly<Record<string, unknown>>;
  /** the input is one that must be refused */
  readonly invalid: boolean;
  readonly accepted: Accepted[];
}

/** The part of every snapshot that people decide by. */
export interface Shown {
  readonly status: Status;
  readonly attention: Attention | null;
  readonly waiting: Waiting | null;
  /** of an Allinpay order; records of a correction have other members */
  readonly details?: readonly AllinpayDetail[];
}

/** Everything that needs a person. */
export function raisedIn({ attention }: Pick<Shown, 'attention'>): readonly Raised[] {
  return attention === null ? [] : [attention, ...attention.also];
}

/** Every decision that is offered, by whichever reason. */
export function offeredIn(shown: Pick<Shown, 'attention'>): readonly Decision[] {
  return raisedIn(shown).flatMap(({ decisions }) => decisions);
}

export async function shownBy(run: Run): Promise<Shown> {
  return (await run.snapshot()) as Shown;
}

/** On how many offers people said so, in any run. Two who answer one offer say it once. */
export function timesSaid(of: Case, ...decisions: readonly Decision[]): number {
  return new Set(saidOf(of, decisions).map(({ runId, offer }) => `${runId} ${offer}`)).size;
}

/** Everything of this kind that people said, in any run. */
export function saidOf({ accepted }: Case, decisions: readonly Decision[]): readonly Accepted[] {
  return accepted.filter(({ decision }) => decisions.some((of) => of === decision));
}
