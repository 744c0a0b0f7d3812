import type { World } from '../engine/world.ts';
import type { Api, Provider } from './call.ts';

/** What becomes of one call. */
export interface Fate {
  readonly name: string;
  /** whether it reaches the provider at all */
  readonly arrives: boolean;
  /** `later`: the provider does it long after the caller has given up */
  readonly processed: 'yes' | 'no' | 'later';
  readonly answer:
    | { readonly kind: 'proper'; readonly twist?: string }
    | { readonly kind: 'none' }
    | { readonly kind: 'late' }
    | { readonly kind: 'cut' }
    | { readonly kind: 'code'; readonly code: string }
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
      };
}

const PLAIN: Fate = { name: 'none', arrives: true, processed: 'yes', answer: { kind: 'proper' } };

const status = (code: number): Fate['answer'] => ({ kind: 'status', status: code });

/** What can happen to any call, however its provider speaks. */
const onTheWay: readonly (readonly [number, Fate])[] = [
  [4, { name: 'connection refused', arrives: false, processed: 'no', answer: { kind: 'none' } }],
  [4, { name: 'lost on the way there', arrives: true, processed: 'no', answer: { kind: 'none' } }],
  [6, { name: 'answer lost', arrives: true, processed: 'yes', answer: { kind: 'none' } }],
  [3, { name: 'answered too late', arrives: true, processed: 'yes', answer: { kind: 'late' } }],
  [3, { name: 'processed long after', arrives: true, processed: 'later', answer: { kind: 'none' } }],
  [3, { name: 'answer cut', arrives: true, processed: 'yes', answer: { kind: 'cut' } }],
  [2, { name: '502 before', arrives: true, processed: 'no', answer: status(502) }],
  [3, { name: '504 after', arrives: true, processed: 'yes', answer: status(504) }],
  [1, { name: 'redirect before', arrives: true, processed: 'no', answer: status(302) }],
  [2, { name: 'redirect after', arrives: true, processed: 'yes', answer: status(302) }],
];

const LIMITED: Fate = {
  name: '429',
  arrives: true,
  processed: 'no',
  answer: { kind: 'status', status: 429, headers: { 'x-ogw-ratelimit-reset': '7', 'retry-after': '7' } },
};

/** How bad it is, of a thousand calls. */
export type Roughness = 0 | 60 | 250 | 600;

/** Decides the fate of every call: faults that come one by one, outages that last, settings that are broken for a while. */
export class Weather {
  readonly #world: World;
  readonly #roughness: Roughness;
  readonly #outages: { family: string; from: number; until: number; code: string | undefined }[] = [];

  constructor(world: World, roughness: Roughness) {
    this.#world = world;
    this.#roughness = roughness;
  }

  /** A family does not answer for a while; with a code: answers nothing but that. */
  plan(family: string, from: number, until: number, code?: string): void {
    this.#outages.push({ family, from, until, code });
  }

  fateOf(provider: Provider, api: Api): Fate {
    if (!this.#world.stormy) return PLAIN;
    const fate = this.#outage(api) ?? this.#single(provider, api);
    this.#world.coverage.note(`fault/${api}/${fate.name}`);
    return fate;
  }

  #outage(api: Api): Fate | undefined {
    const { random, timeline } = this.#world;
    const outage = this.#outages.find(
      ({ family, from, until }) => api.startsWith(family) && from <= timeline.now && timeline.now < until,
    );
    if (outage === undefined) return undefined;
    const { code } = outage;
    if (code !== undefined) return refusedBy(code);
    return random.chance(700)
      ? { name: 'outage: refused', arrives: false, processed: 'no', answer: { kind: 'none' } }
      : { name: 'outage: lost', arrives: true, processed: 'no', answer: { kind: 'none' } };
  }

  #single(provider: Provider, api: Api): Fate {
    const { random } = this.#world;
    if (!random.chance(this.#roughness)) return this.#twisted(provider, api);
    const codes = provider.codes(api);
    if (codes.length > 0 && random.chance(450)) {
      const { code, processed } = random.pick(codes) ?? { code: '', processed: false };
      return processed
        ? { ...refusedBy(code), name: `code ${code}, done`, processed: 'yes' }
        : refusedBy(code);
    }
    const fate = random.weighted([...onTheWay, [api.startsWith('allinpay') ? 0 : 4, LIMITED]]);
    // A correction is read back to tell whether it arrived: what arrives hours later cannot be told, and is not promised.
    return api === 'feishu.lumpSumUpdate' && fate.processed === 'later' ? PLAIN : fate;
  }

  #twisted(provider: Provider, api: Api): Fate {
    const { random } = this.#world;
    const twists = provider.twists(api);
    if (this.#roughness === 0 || twists.length === 0 || !random.chance(150)) return PLAIN;
    const twist = random.pick(twists) ?? '';
    return { name: twist, arrives: true, processed: 'yes', answer: { kind: 'proper', twist } };
  }
}

function refusedBy(code: string): Fate {
  return { name: `code ${code}`, arrives: true, processed: 'no', answer: { kind: 'code', code } };
}
