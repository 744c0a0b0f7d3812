import { activityInfo, heartbeat } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { CallFailure } from '../../providers/http/outcome.ts';
import { isAlreadyReported, type ReportedOutages, type Outage } from '../../rules/outage.ts';
import type { Clock } from './clock.ts';
import { failureOfCall } from './failures.ts';
import { isFirstTry } from './firstTry.ts';

/** What the tries of one activity leave for the next one, in heartbeat details. */
const triesSchema = z.object({
  /** tries after which certainly nothing was processed: not sent, or refused */
  harmless: z.int(),
  /** ms since which no answer of any use came */
  silentSince: z.number().optional(),
});

type Tries = z.output<typeof triesSchema>;

const FIRST_DELAY = 1000;
/** Feishu and the wallet are tried again at least this often. */
const DELAY_MS_MAX = 5 * 60_000;

/** 1 s, 2 s, 4 s … up to the cap. `failures` counts from 1. */
export function backOff(failures: number, longest: number = DELAY_MS_MAX): number {
  return Math.min(FIRST_DELAY * 2 ** Math.min(failures - 1, 30), longest);
}

/**
 * Since when no answer of use has come, one more failed call included. A limit, and a word on our settings, is one.
 *
 * @param since ms, as the calls before left it
 * @param now ms
 */
export function silentSince(
  { type }: CallFailure,
  since: number | undefined,
  now: number,
): number | undefined {
  switch (type) {
    case 'RateLimited':
    case 'AuthenticationFailed':
    case 'PermissionDenied':
    case 'QuotaExhausted':
      return undefined;
    case 'NotSent':
    case 'ProviderUnavailable':
    case 'ProtocolViolation':
    case 'OutcomeUnknown':
    case 'PayoutRejected':
      return since ?? now;
  }
}

/**
 * @param silentFor ms without an answer of use
 * @param providerDownAfter ms of that after which a person must know
 * @returns the outage a person must know of, or undefined where trying again may mend it
 */
export function outageOf(
  failure: CallFailure,
  silentFor: number,
  providerDownAfter: number,
): Outage | undefined {
  switch (failure.type) {
    case 'AuthenticationFailed':
    case 'PermissionDenied':
    case 'QuotaExhausted':
      return 'settings';
    case 'RateLimited':
      return undefined;
    case 'NotSent':
    case 'ProviderUnavailable':
    case 'ProtocolViolation':
    case 'OutcomeUnknown':
    case 'PayoutRejected':
      return silentFor >= providerDownAfter ? 'providerDown' : undefined;
  }
}

/** The failure that takes an outage to the workflow, for a person to know of. */
export function failureOfOutage(
  outage: Outage,
  call: CallFailure,
  more: { readonly nothingSent?: boolean } = {},
): ApplicationFailure {
  const type = outage === 'providerDown' ? 'ProviderUnavailable' : call.type;
  return failureOfCall({ ...call, type }, { retry: false, more });
}

/** By which clock, and after how long, a silent provider is down. */
export interface Patience {
  readonly clock: Clock;
  /** ms without an answer of use before a person is told */
  readonly providerDownAfter: number;
}

/** The tries of an activity that may be made again for as long as it takes, since repeating it pays nothing twice. */
export class AttemptLog {
  readonly #begunAt: number;
  readonly #providerDownAfter: number;
  readonly #known: ReportedOutages;
  readonly #earlier: Tries;

  private constructor(begunAt: number, providerDownAfter: number, known: ReportedOutages) {
    this.#begunAt = begunAt;
    this.#providerDownAfter = providerDownAfter;
    this.#known = known;
    const left = triesSchema.safeParse(activityInfo().heartbeatDetails);
    const earlier: Tries = left.success ? left.data : { harmless: 0 };
    // Set back to its first attempt, it has tries before it that nobody counts any more: one too few, for good.
    this.#earlier = activityInfo().attempt > 1 || isFirstTry() ? earlier : { ...earlier, harmless: -1 };
  }

  /** Begins one try; call it before anything is sent. */
  static async begin({ clock, providerDownAfter }: Patience, known: ReportedOutages): Promise<AttemptLog> {
    return new AttemptLog(await clock(), providerDownAfter, known);
  }

  /** Whether every earlier try of this activity is known to have had no effect. */
  get earlierHadNoEffect(): boolean {
    return this.#earlier.harmless === activityInfo().attempt - 1;
  }

  /** Leaves word that this try was answered and had no effect, before it ends in a failure all the same. */
  noteNoEffect(): void {
    heartbeat({ harmless: this.#earlier.harmless + 1 } satisfies Tries);
  }

  /**
   * The failure to throw for a call without a usable answer: with a delay where the server is to try again, final
   * where a person must know first.
   */
  failureFor(call: CallFailure): ApplicationFailure {
    const since = silentSince(call, this.#earlier.silentSince, this.#begunAt);
    const harmless = this.#earlier.harmless + (call.outcome === 'none' ? 1 : 0);
    const outage = outageOf(call, this.#begunAt - (since ?? this.#begunAt), this.#providerDownAfter);
    heartbeat({ harmless, silentSince: since } satisfies Tries);
    const { attempt } = activityInfo();
    const more = { nothingSent: harmless === attempt };
    if (outage !== undefined && !isAlreadyReported(this.#known, outage))
      return failureOfOutage(outage, call, more);
    // What a person must mend is not worth asking every second for.
    const delayMs = call.retryAfterMs ?? (outage === undefined ? backOff(attempt) : DELAY_MS_MAX);
    return failureOfCall(call, { retry: true, delayMs, more });
  }
}
