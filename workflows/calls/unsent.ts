import type { ReadyRequest } from '../../activities/attempts/ready.ts';
import type { Notice } from '../../activities/webhook/notice.ts';
import type { Head } from '../../contract/head.ts';
import type { ProviderQueue } from '../../contract/names.ts';
import { cutText } from '../../contract/text.ts';
import { reportedWith } from '../../rules/outage.ts';
import type { PayoutLifecycle } from '../payout/lifecycle.ts';
import { callProvider, offerOf, outages, type CallResult } from './callProvider.ts';
import type { ProviderActivities } from './proxies.ts';

const ONE_HOUR = 3600_000;

/** A send that did not leave so often in a run is not tried again without a person: each try costs a dozen events. */
const ATTEMPTS_MAX = 100;

/** 1 s, 2 s, 4 s … up to an hour. `times` counts from 1. */
function backOff(times: number): number {
  return Math.min(1000 * 2 ** Math.min(times - 1, 30), ONE_HOUR);
}

/** The small call that asks what the send asks first, and comes back when all of it answers. */
export interface Readiness {
  readonly queue: ProviderQueue;
  /** the queue of the send */
  readonly source: ProviderQueue;
  readonly run: (activities: ProviderActivities, request: ReadyRequest) => Promise<Notice>;
}

type Unsent = Extract<CallResult<never>, { kind: 'notSent' | 'blocked' }>;

/** The attempts to send that certainly sent nothing, and the waits between them. */
export class UnsentAttempts<R extends Head> {
  readonly #payout: PayoutLifecycle<R>;
  readonly #readiness: Readiness;
  #times = 0;
  /** ms since when no answer of use has come */
  #silentSince: number | undefined;

  constructor(payout: PayoutLifecycle<R>, readiness: Readiness) {
    this.#payout = payout;
    this.#readiness = readiness;
  }

  /** Waits until it is worth trying again, at no cost to the history however long that takes. */
  async wait(unsent: Unsent): Promise<void> {
    this.#times += 1;
    await this.#untilWorthTrying(unsent);
    // While the next try is under way there is nothing to decide; the reason stays in sight until it is answered.
    const payout = this.#payout;
    for (const reason of outages.filter((outage) => payout.isRaised(outage))) {
      const offer = { decisions: [], message: unsent.message };
      payout.raiseOutage(reason, offer, this.#readiness.source);
    }
  }

  /** The provider says something again, if only that it will not have the call. */
  answered(): void {
    this.#silentSince = undefined;
    this.#payout.clear('providerDown');
  }

  async #untilWorthTrying(unsent: Unsent): Promise<void> {
    const payout = this.#payout;
    if (unsent.kind === 'blocked' && unsent.reason === 'settings') {
      // Wrong settings are not tried again by themselves: a provider may lock an account after wrong passwords.
      this.answered();
      payout.waitFor('settings');
      await payout.decided('settings', offerOf(payout, unsent.message));
      return;
    }
    payout.clear('settings');
    if (unsent.kind === 'blocked' || unsent.silent) this.#silentSince ??= Date.now();
    else this.answered();
    if (this.#times >= ATTEMPTS_MAX) {
      const message = `it was not sent ${this.#times} times: ${unsent.message}`;
      await payout.decided('providerDown', offerOf(payout, message));
      return;
    }
    const waitMs = unsent.kind === 'notSent' ? (unsent.waitMs ?? 0) : 0;
    await this.#untilReady(Date.now() + Math.max(backOff(this.#times), waitMs), unsent.message);
  }

  async #untilReady(notBefore: number, why: string): Promise<void> {
    const payout = this.#payout;
    const { queue, source, run } = this.#readiness;
    if (payout.isRaised('providerDown')) payout.raiseOutage('providerDown', offerOf(payout, why), source);
    const result = await callProvider(payout, {
      queue,
      summary: cutText(`wait until it can be sent (try ${this.#times}): ${why}`, 200),
      retries: 'many',
      onOutage: 'goOn',
      onRetry: 'return',
      explain: (message) => `${why} (${message})`,
      // What is asked first may answer where the send itself does not.
      isWord: () => false,
      source,
      run: (activities, { alreadyReported }) => {
        const isShown = payout.isRaised('providerDown');
        const known = isShown ? reportedWith(alreadyReported, 'providerDown') : alreadyReported;
        return run(activities, { notBefore, silentSince: this.#silentSince ?? null, known });
      },
    });
    if (result.kind === 'interrupted') payout.consume(outages);
  }
}
