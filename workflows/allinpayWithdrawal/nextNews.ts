import type { PollAnswer, PollPurpose, PollRequest } from '../../activities/allinpay/index.ts';
import type { Accepted } from '../../rules/attention/board.ts';
import { callProvider, outages, type Again } from '../calls/callProvider.ts';
import { tellFromOf } from './longHistory.ts';
import type { AllinpayOrder, AllinpayPayout } from './order.ts';

/** What a flow that waits for the provider hears next: an answer of a poll, or a decision of a person. */
export type News = PollAnswer | { readonly outcome: 'decided'; readonly accepted: Accepted };

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
  const { updates } = payout;
  for (;;) {
    const result = await callProvider<PollAnswer, ReturnType<AllinpayOrder['result']>>(payout, {
      queue: 'allinpay',
      summary: 'ask what became of the order',
      retries: 'many',
      onOutage: 'goOn',
      waitingFor: 'poll',
      interruptedBy: () => updates.isPollAsked,
      isWord: ({ outcome }) => outcome !== 'timeIsUp',
      run: (activities, again) => {
        if (isCutOff(again)) pollFromNow(order);
        if (again.after === 'settings' || again.after === 'providerDown') noteTold(order);
        const now = updates.consumePollAsk() || again.after === 'retry';
        const isTroubleShown = outages.some((outage) => payout.isRaised(outage));
        const asking = { purpose, now, again, until, isTroubleShown };
        return activities.pollAllinpayWithdrawal(pollRequest(order, asking));
      },
    });
    if (result.kind === 'answered') {
      remember(order, result.answer);
      return result.answer;
    }
    pollFromNow(order);
    const accepted = payout.consume();
    if (accepted !== undefined) return { outcome: 'decided', accepted };
  }
}

interface Asking {
  readonly purpose: PollPurpose;
  readonly now: boolean;
  readonly again: Again;
  readonly until: string | undefined;
  readonly isTroubleShown: boolean;
}

function pollRequest(
  order: AllinpayOrder,
  { purpose, now, again, until, isTroubleShown }: Asking,
): PollRequest {
  const { lastPollAt } = order;
  const tellFrom = tellFromOf(order.toldAt);
  return {
    orderId: order.input.orderId,
    ...order.handedOver,
    sentAt: order.planFrom ?? new Date().toISOString(),
    purpose,
    now,
    known: again.alreadyReported,
    ...(isTroubleShown ? { isTroubleShown } : {}),
    untoldPolls: order.untoldPolls,
    untoldTold: order.untoldTold,
    acceptedContradictions: order.acceptedContradictions,
    ...(lastPollAt === undefined ? {} : { lastPollAt }),
    ...(until === undefined ? {} : { until }),
    ...(tellFrom === undefined ? {} : { tellFrom }),
  };
}

function noteTold(order: AllinpayOrder): void {
  order.toldAt = new Date().toISOString();
}

function remember(order: AllinpayOrder, answer: PollAnswer): void {
  noteTold(order);
  const polledAt = answer.outcome === 'timeIsUp' ? answer.lastPollAt : answer.at;
  order.lastPollAt = polledAt ?? order.lastPollAt;
  if (answer.outcome === 'notKnown' || answer.outcome === 'timeIsUp') return;
  order.names = answer.names ?? order.names;
  if (answer.outcome === 'conflict') return;
  order.nextPollAt = answer.nextPollAt;
  order.untoldPolls = answer.untoldPolls ?? 0;
  order.untoldTold ||= answer.untold !== undefined;
}

/** Whether the activity before knew when it last asked, and took it with it. */
function isCutOff({ after }: Again): boolean {
  switch (after) {
    case undefined:
    case 'neverStarted':
    case 'providerDown':
      return false;
    case 'settings':
    case 'retry':
    case 'interrupted':
    case 'notSent':
    case 'unknown':
    case 'answered':
      return true;
  }
}

/** The activity that was given up knew when it last asked, the workflow does not: the next slot is safe either way. */
function pollFromNow(order: AllinpayOrder): void {
  order.lastPollAt = new Date().toISOString();
}
