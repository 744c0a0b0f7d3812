import type { Api } from '../apis.ts';

export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Sliding windows, one an API: at no instant have more than `limit` calls been let through in the last `windowMs`. */
export class RateLimits {
  readonly #passed = new Map<Api, number[]>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns null where the call may pass (it is counted then), else whole seconds until one may */
  admit(api: Api, { limit, windowMs }: Limit): { resetSeconds: number } | null {
    const now = this.#clock();
    const recent = (this.#passed.get(api) ?? []).filter((at) => at > now - windowMs);
    this.#passed.set(api, recent);
    const oldest = recent.at(-limit);
    if (oldest === undefined) {
      recent.push(now);
      return null;
    }
    return { resetSeconds: Math.max(1, Math.ceil((oldest + windowMs - now) / 1000)) };
  }
}
