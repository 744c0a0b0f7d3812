import type { FaultBook } from './faults/faultBook.ts';
import type { LedgerBook } from './ledger.ts';
import type { Settings } from './settings.ts';
import type { State } from './state.ts';
import type { RateLimits } from './feishu/rateLimits.ts';
import type { Tokens } from './feishu/tokens.ts';

/** Everything the stand-ins share. One object, so that a handler is a function of (world, request). */
export interface World {
  readonly state: State;
  /** replaced as a whole by `PUT /sandbox/settings` */
  settings: Settings;
  readonly clock: () => number;
  readonly ledger: LedgerBook;
  readonly faults: FaultBook;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  /** aborted by close(): calls that wait are let go */
  readonly closing: AbortSignal;
  /** Says that the state is no longer what the file holds. */
  changed(): void;
  /** Saves the state if it has changed since; called before any answer leaves. */
  flush(): void;
}
