import type { CallResult } from '../http/outcome.ts';

/** A token as the provider gave it, with its lifetime in milliseconds. */
export interface FetchedToken {
  readonly token: string;
  readonly lifetimeMs: number;
}

/** Hands out the tenant token of one app. */
export interface TokenSource {
  /** The cached token, or a new one; callers at the same time share one fetch. */
  get(): Promise<CallResult<string>>;
  /** Drops the token if it is still the cached one: it may have been replaced while the refused call was under way. */
  invalidate(token: string): void;
}

/** A call that starts just before a token ends arrives after it; Feishu's own SDKs leave three minutes too. */
const EARLY_MS = 3 * 60_000;

/**
 * Keeps one app's token. `fetch` must not throw; a failed fetch is not remembered. `clock` gives milliseconds.
 * The lifetime counts from before the fetch was sent, so a slow answer cannot stretch it.
 */
export function createTokenSource(
  fetch: () => Promise<CallResult<FetchedToken>>,
  clock: () => number,
): TokenSource {
  let cached: { readonly token: string; readonly staleAt: number } | undefined;
  let underWay: Promise<CallResult<string>> | undefined;

  const refresh = async (): Promise<CallResult<string>> => {
    const startedAt = clock();
    const fetched = await fetch();
    if (!fetched.ok) return fetched;
    const { token, lifetimeMs } = fetched.value;
    cached = { token, staleAt: startedAt + lifetimeMs - EARLY_MS };
    return { ok: true, value: token };
  };

  return {
    get() {
      if (cached !== undefined && clock() < cached.staleAt) {
        return Promise.resolve({ ok: true, value: cached.token });
      }
      underWay ??= refresh().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    invalidate(token) {
      if (cached?.token === token) cached = undefined;
    },
  };
}
