import type { Decision } from '../contract/attention.ts';
import type { Head } from '../contract/head.ts';
import type { Ended } from './calls.ts';
import { backOff } from './patience.ts';
import type { Payout } from './payout.ts';

const SIX_HOURS = 6 * 3600_000;

/** Waits between tries that sent nothing; calls for a person after six hours without an answer of use. */
export class NotSent {
  #times = 0;
  #silentSince: number | undefined;

  async wait<R extends Head>(
    payout: Payout<R>,
    { message, silent, waitMs = 0 }: Extract<Ended<never>, { kind: 'notSent' }>,
  ): Promise<void> {
    this.#times += 1;
    if (silent) this.#silentSince ??= Date.now();
    else this.answered(payout);
    const silentFor = Date.now() - (this.#silentSince ?? Date.now());
    if (silentFor >= SIX_HOURS) payout.raise('providerDown', decisionsOf(payout), message);
    await payout.wait(() => payout.inbox.hasResolution, Math.max(backOff(this.#times), waitMs));
    payout.inbox.takeResolution();
    if (payout.isRaised('providerDown')) payout.raise('providerDown', [], message);
  }

  /** Wrong settings are not tried again by themselves: a provider may lock an account after wrong passwords. */
  async waitForSettings<R extends Head>(payout: Payout<R>, message: string): Promise<void> {
    this.answered(payout);
    payout.raise('settings', decisionsOf(payout), message);
    await payout.wait(() => payout.inbox.hasResolution);
    payout.inbox.takeResolution();
    payout.raise('settings', [], message);
  }

  /** The provider says something again, if only that it will not have the call. */
  answered<R extends Head>(payout: Payout<R>): void {
    this.#silentSince = undefined;
    payout.clear('providerDown');
  }
}

function decisionsOf<R extends Head>(payout: Payout<R>): Decision[] {
  return payout.cancellable ? ['retry', 'cancel'] : ['retry'];
}
