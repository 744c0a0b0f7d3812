import { randomBytes } from 'node:crypto';

/** An older token with this much life left is given again; with less a new one, and both stay valid. */
const renewalMs = 30 * 60_000;

/** Tenant tokens in force. Not saved: after a restart callers learn that their token is invalid, as after a revocation. */
export class Tokens {
  readonly #expiry = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns the token and its remaining life in whole seconds */
  issue(lifeSeconds: number): { token: string; expire: number } {
    const now = this.#clock();
    for (const [token, expiresAt] of this.#expiry) {
      if (expiresAt - now >= renewalMs) return { token, expire: Math.floor((expiresAt - now) / 1000) };
      if (expiresAt <= now) this.#expiry.delete(token);
    }
    const token = `t-${randomBytes(16).toString('hex')}`;
    this.#expiry.set(token, now + lifeSeconds * 1000);
    return { token, expire: lifeSeconds };
  }

  holds(token: string): boolean {
    return (this.#expiry.get(token) ?? 0) > this.#clock();
  }

  revoke(token: string): void {
    this.#expiry.delete(token);
  }
}
