import type { PollAnswer, PollPurpose, PollRequest } from '../../activities/allinpay/index.ts';
import type { Trouble } from '../../activities/tries.ts';
import type { Resolution } from '../../contract/updates.ts';
import { activitiesFor, endOf, UNSERVED_AFTER } from '../calls.ts';
import { queueAgain, troubles } from '../patience.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** What a flow that waits for the provider hears next: an answer of a poll, or a decision of a person. */
export type News = PollAnswer | { readonly outcome: 'decided'; readonly resolution: Resolution };

/**
 * Polls by the worker's plan until there is something to act on. One activity waits and asks, whatever the time; only
 * what a person says or what they must know makes it a new one.
 */
export async function nextNews(
  payout: AllinpayPayout,
  order: AllinpayOrder,
  purpose: PollPurpose,
  until?: string,
): Promise<News> {
  const { inbox } = payout;
  let known: Trouble | null = null;
  let patience = UNSERVED_AFTER;
  for (;;) {
    const resolution = inbox.takeResolution();
    if (resolution !== undefined && resolution.decision !== 'retry')
      return { outcome: 'decided', resolution };
    const now = inbox.takePollAsk() || resolution !== undefined;
    const request = pollRequest(order, { purpose, now, known, until });
    const options = { profile: payout.profile, queue: 'allinpay', summary, tries: 'many', patience } as const;
    const ended = await endOf(
      () => activitiesFor(options).pollAllinpayWithdrawal(request),
      patience,
      () => inbox.interrupts,
    );
    switch (ended.kind) {
      case 'answered':
        payout.outcomes.hear(ended.answer);
        payout.clear(...troubles);
        remember(order, ended.answer);
        return ended.answer;
      case 'unstarted':
        patience = await queueAgain(payout, 'allinpay', patience);
        break;
      case 'settings':
      case 'providerDown':
        known = ended.kind;
        payout.raise(ended.kind, ['retry'], ended.message);
        if (known === 'settings') pollFromNow(order);
        break;
      case 'interrupted':
        pollFromNow(order);
        break;
      case 'notSent':
      case 'unknown':
        // A poll that a cancellation met on its way back, or one whose retries somebody took away on the server.
        pollFromNow(order);
        if (!inbox.interrupts) await payout.wait(() => inbox.interrupts, '1m');
        break;
    }
  }
}

const summary = 'ask what became of the order';

type Asking = Pick<PollRequest, 'purpose' | 'now' | 'known'> & { readonly until: string | undefined };

function pollRequest(order: AllinpayOrder, { until, ...asking }: Asking): PollRequest {
  const { lastPollAt } = order;
  return {
    orderId: order.input.orderId,
    details: order.details,
    sentAt: order.planFrom ?? new Date().toISOString(),
    ...asking,
    ...(lastPollAt === undefined ? {} : { lastPollAt }),
    ...(until === undefined ? {} : { until }),
  };
}

function remember(order: AllinpayOrder, answer: PollAnswer): void {
  const polledAt = answer.outcome === 'timeIsUp' ? answer.lastPollAt : answer.at;
  order.lastPollAt = polledAt ?? order.lastPollAt;
  if (answer.outcome === 'answered') order.nextPollAt = answer.nextPollAt;
}

/** The activity that was given up knew when it last asked, the workflow does not: the next slot is safe either way. */
function pollFromNow(order: AllinpayOrder): void {
  order.lastPollAt = new Date().toISOString();
}
