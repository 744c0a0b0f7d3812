import {
  ApplicationFailure,
  CancellationScope,
  ParentClosePolicy,
  startChild,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { OutcomeDelivery } from '../../activities/webhook/index.ts';
import type { Notice } from '../../activities/webhook/notice.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import type { Head } from '../../contract/head.ts';
import { jsonBytes } from '../../contract/jsonBytes.ts';
import {
  OUTCOME_EVENT_MEMO,
  OUTCOME_SEQUENCE_MEMO,
  OUTCOME_WEBHOOK,
  PAYOUTS_TASK_QUEUE,
} from '../../contract/names.ts';
import type { PayoutRecord } from '../../contract/payoutRecord.ts';
import { cutText } from '../../contract/text.ts';
import { newsOf, NOTHING_NOTIFIED, shownInEvent, type Standing } from '../../rules/webhook/news.ts';
import { isOutcomeWebhookOn } from './proxies.ts';

export type End = PayoutRecord['end'];

type DraftRecord = OutcomeDelivery['event']['data']['record'];

/** Over 2 MB the server takes no input. A result of 1 MB is the largest that a flow gives. */
const EVENT_BYTES_MAX = 1_900_000;

const ID_CHARACTERS_MAX = 800;

/**
 * Tells the owner of a payout what becomes of it, where they want to know. Each event is delivered by a workflow of its
 * own, which this run starts and leaves: money never waits for a receiver. What goes wrong with a start is not looked at
 * for the same reason; the history shows it.
 */
export class WebhookNotifier {
  readonly #flow: MoneyFlow;
  readonly #profile: string;
  #isOn: boolean | undefined;
  #notified = NOTHING_NOTIFIED;
  #sequence = 0;
  /** events are started one after the other, so that their numbers are in the order in which they came up */
  #started: Promise<void> = Promise.resolve();

  constructor(flow: MoneyFlow, profile: string) {
    this.#flow = flow;
    this.#profile = profile;
  }

  /** What the first answer says stands for the whole run, whatever settings change meanwhile. */
  hear({ notify }: Notice): void {
    this.#isOn ??= notify === true;
  }

  /** Tells of where the payout has come to stand, if that is news. The payout goes on meanwhile. */
  notifyNews(standing: Standing, payout: () => Head): void {
    const { isNews, notified } = newsOf(this.#notified, standing);
    this.#notified = notified;
    if (isNews) this.#notify(shownInEvent(payout(), workflowInfo().historySize), undefined);
  }

  /**
   * Tells of the end. Resolves when every delivery has begun: the server starts none for a run that is closed already,
   * abandoned or not.
   * @param error with what it failed
   */
  async notifyEnd(payout: Head, end: End, said: PayoutRecord['said'], error: unknown): Promise<void> {
    const { workflowId, runId, startTime } = workflowInfo();
    const failure =
      error instanceof ApplicationFailure ? { type: error.type ?? '', message: error.message } : undefined;
    this.#notify(payout, {
      version: 1,
      workflowId,
      runId,
      flow: this.#flow,
      end,
      startedAt: startTime.toISOString(),
      closedAt: new Date().toISOString(),
      ...(failure === undefined ? {} : { failure }),
      said,
    });
    await this.#started;
  }

  #notify(payout: Head, record: DraftRecord): void {
    if (this.#isOn === false) return;
    const timestamp = new Date().toISOString();
    const begin = async (): Promise<void> => {
      try {
        if (await this.#isWanted()) await this.#start(payout, timestamp, record);
      } catch {
        // Whatever it is, the money goes on.
      }
    };
    // A cancel request ends a payout, not what is to be told of it.
    this.#started = this.#started.then(() => CancellationScope.nonCancellable(begin));
  }

  async #isWanted(): Promise<boolean> {
    this.#isOn ??= await isOutcomeWebhookOn(this.#profile).catch(() => false);
    return this.#isOn;
  }

  async #start(payout: Head, timestamp: string, record: DraftRecord): Promise<void> {
    const { workflowId, runId, startTime } = workflowInfo();
    this.#sequence += 1;
    const sequence = this.#sequence;
    const data = { workflowId, runId, startedAt: startTime.toISOString(), sequence, payout };
    const event = { type: `payout.${payout.status}`, timestamp, data } as const;
    const whole: OutcomeDelivery = {
      profile: this.#profile,
      event: record === undefined ? event : { ...event, data: { ...data, record } },
    };
    const delivery = jsonBytes(whole) > EVENT_BYTES_MAX ? { ...whole, event } : whole;
    await startChild(OUTCOME_WEBHOOK, {
      workflowId: deliveryId(workflowId, sequence),
      taskQueue: PAYOUTS_TASK_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [delivery],
      memo: { [OUTCOME_EVENT_MEMO]: event.type, [OUTCOME_SEQUENCE_MEMO]: sequence },
      staticSummary: `${event.type} of ${cutText(workflowId, 150)}`,
    });
  }
}

/**
 * Another one in every run, also in a run that was reset: it goes on with the numbers of the run it was taken from, whose
 * id, unlike the next random one, is not to be told from its own.
 */
function deliveryId(workflowId: string, sequence: number): string {
  const readable = workflowId.length > ID_CHARACTERS_MAX ? 'a-long-id' : workflowId;
  return `outcome-webhook/${readable}/${sequence}/${uuid4().slice(0, 8)}`;
}
