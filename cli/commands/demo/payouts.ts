import type { Client } from '@temporalio/client';
import {
  PayoutFailedError,
  runPayouts,
  workflowIdOfRequest,
  type Outcome,
  type PayoutRequest,
  type PayoutsClient,
  type Progress,
  type ReportedPayout,
} from '../../../clients/index.ts';
import { referralResultOf } from '../../../clients/results/outcome.ts';
import { PAYOUTS_TASK_QUEUE } from '../../../contract/index.ts';
import type { Examples } from './examples.ts';

export interface DemoRun {
  readonly allinpay: readonly ReportedPayout[];
  readonly referral: readonly ReportedPayout[];
}

export interface RunOptions {
  readonly payouts: PayoutsClient;
  /** for what another service does without our client */
  readonly temporal: Client;
  /** stops waiting: what is still open then is reported as open */
  readonly signal: AbortSignal;
  readonly onProgress: (allinpay: Progress | undefined, referral: Progress | undefined) => void;
}

/** Runs all examples side by side until each payout is closed or needs a person. */
export async function runExamples(examples: Examples, options: RunOptions): Promise<DemoRun> {
  const { payouts, signal } = options;
  let [allinpaySoFar, referralSoFar]: (Progress | undefined)[] = [];
  const tell = (): void => {
    options.onProgress(allinpaySoFar, referralSoFar);
  };
  const [allinpay, wrong, referral] = await Promise.all([
    runPayouts(payouts, examples.allinpay, {
      signal,
      onProgress: (progress) => {
        allinpaySoFar = progress;
        tell();
      },
    }),
    Promise.all(examples.wrong.map((request) => startUnchecked(request, options))),
    runPayouts(payouts, examples.referral, {
      signal,
      onProgress: (progress) => {
        referralSoFar = progress;
        tell();
      },
    }),
  ]);
  return {
    allinpay: [...allinpay, ...wrong],
    referral: await Promise.all(referral.map((payout) => confirmed(payout, payouts))),
  };
}

/** As `temporal workflow start` does it from any language: so the workflow itself has to refuse what is wrong. */
async function startUnchecked(
  request: PayoutRequest,
  { payouts, temporal }: RunOptions,
): Promise<ReportedPayout> {
  const workflowId = workflowIdOfRequest(request);
  await temporal.workflow.start(request.flow, {
    workflowId,
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [request.input],
  });
  return { request, outcome: await outcomeOf(payouts, workflowId) };
}

async function outcomeOf(payouts: PayoutsClient, workflowId: string): Promise<Outcome> {
  const payout = payouts.payout(workflowId);
  const started = { workflowId, runId: payout.runId, attached: false };
  try {
    return { kind: 'completed', result: await payout.result(), ...started };
  } catch (error) {
    if (!(error instanceof PayoutFailedError)) throw error;
    const { type, result } = error;
    const message = error.cause instanceof Error ? whatWasSaid(error.cause) : error.message;
    return { kind: 'failed', type, message, result, ...started };
  }
}

/** The failure's own words stand below what the SDK says of every failed workflow. */
function whatWasSaid(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The owner's service, which credits by itself and confirms: for the demo it has credited what was withdrawn. */
async function confirmed(payout: ReportedPayout, payouts: PayoutsClient): Promise<ReportedPayout> {
  const { request, outcome } = payout;
  const withdrawn = referralResultOf(outcome)?.withdrawn;
  const waits = outcome.kind === 'needsPerson' && outcome.status === 'crediting';
  if (!waits || withdrawn === undefined) return payout;
  await payouts.payout(outcome.workflowId).confirmCredit({
    by: "the owner's wallet service",
    points: withdrawn.points,
    cash: withdrawn.cash.map((line) => ({ ...line })),
    reference: 'wallet-entry-20260131-77',
  });
  return { request, outcome: await outcomeOf(payouts, outcome.workflowId) };
}
