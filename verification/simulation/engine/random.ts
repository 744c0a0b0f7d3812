import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** The one source of chance of a seed. Every choice goes through it, so a seed tells the same story every time. */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
    // Neighbouring seeds begin alike; a few steps on they don't any more.
    for (let step = 0; step < 8; step += 1) this.#generator.next();
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /** Whether something happens that happens in `perThousand` of a thousand cases. */
  chance(perThousand: number): boolean {
    return this.int(0, 999) < perThousand;
  }

  pick<T>(choices: readonly [T, ...T[]]): T;
  pick<T>(choices: readonly T[]): T | undefined;
  pick<T>(choices: readonly T[]): T | undefined {
    return choices[this.int(0, choices.length - 1)];
  }

  /** One of the choices, as often as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    const all = choices.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.int(0, all - 1);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new Error('no weights to choose by');
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    const shuffled: T[] = [];
    while (rest.length > 0) shuffled.push(...rest.splice(this.int(0, rest.length - 1), 1));
    return shuffled;
  }

  /** A span that is mostly short and sometimes long, ms. */
  span(shortest: number, longest: number): number {
    const top = this.int(0, 3) === 0 ? longest : Math.min(longest, shortest + (longest - shortest) / 20);
    return this.int(shortest, Math.max(shortest, Math.floor(top)));
  }
}
