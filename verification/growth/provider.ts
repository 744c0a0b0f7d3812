import type { AllinpayClient } from '../../providers/allinpay/client.ts';
import type { OrderLine } from '../../providers/allinpay/wire.ts';
import { failed, succeeded, type Verdict } from '../../providers/http/outcome.ts';
import { NOT_SENT } from '../../providers/http/verdict.ts';

/** What the provider does with a call: answers it, is away, or refuses our settings. */
export type Mood = 'answers' | 'away' | 'refusesUs';

const WRONG_SETTINGS: Verdict = { type: 'AuthenticationFailed', outcome: 'none', retryable: false };

/** What a story says of its provider. */
export interface Behaviour {
  /** @param hours since the run was started */
  readonly mood: (hours: number) => Mood;
  /** the order as the n-th look-up that is answered lists it, counted from 0 after the send */
  readonly lines: (look: number) => readonly OrderLine[];
  /** whether the provider has the order already, which is then somebody else's */
  readonly hasOrder?: boolean;
  /** the names of the accounts, where it is asked for them */
  readonly names?: () => readonly OrderLine[];
}

/** The provider of one story: knows the order once it was sent, and does as it is told. */
export class StoryProvider {
  readonly #behaviour: Behaviour;
  readonly #hours: () => number;
  #hasOrder: boolean;
  #looks = 0;
  calls = 0;

  constructor(behaviour: Behaviour, hours: () => number) {
    this.#behaviour = behaviour;
    this.#hours = hours;
    this.#hasOrder = behaviour.hasOrder === true;
  }

  get client(): AllinpayClient {
    return {
      withdraw: ({ orderId }) => Promise.resolve(this.#refused('withdraw') ?? succeeded(this.#take(orderId))),
      withdrawResultQuery: (orderId) =>
        Promise.resolve(this.#refused('withdrawResultQuery') ?? succeeded(this.#look(orderId))),
      balanceQuery: () => Promise.resolve(this.#refused('balanceQuery') ?? succeeded(this.#balances())),
    };
  }

  #take(orderId: string) {
    this.#hasOrder = true;
    return { orderId, lines: this.#behaviour.lines(0) };
  }

  #look(orderId: string) {
    if (!this.#hasOrder) return { known: false, code: '3', message: 'no such order' } as const;
    this.#looks += 1;
    return { known: true, orderId, lines: this.#behaviour.lines(this.#looks) } as const;
  }

  #balances() {
    const nothing = {
      balance: '0.00',
      frozenBalance: '0.00',
      availableBalance: '0.00',
      withdrawBalance: '0.00',
    };
    return (this.#behaviour.names?.() ?? []).map(
      ({ accountUserId = '', externalCode, referenceType = '49' }) => ({
        accountUserId,
        accountSetNo: '1',
        referenceType,
        ...(externalCode === undefined ? {} : { externalCode }),
        ...nothing,
      }),
    );
  }

  #refused(api: string) {
    this.calls += 1;
    switch (this.#behaviour.mood(this.#hours())) {
      case 'answers':
        return undefined;
      case 'away':
        return failed('allinpay', api, NOT_SENT, { what: 'not sent, ECONNREFUSED' });
      case 'refusesUs':
        return failed('allinpay', api, WRONG_SETTINGS, { what: 'refused', code: '3103' });
    }
  }
}
