import {
  attentionReasons,
  type Attention,
  type AttentionReason,
  type Decision,
  type Raised,
} from '../../contract/attention.ts';
import type { Resolution } from '../../contract/updates.ts';

/** What a person is offered for one reason. */
export interface Offer {
  /** the one that moves no money first */
  readonly decisions: readonly Decision[];
  readonly message: string;
}

/** A decision that was accepted, with the reason whose offer it answers. */
export interface Accepted {
  readonly reason: AttentionReason;
  readonly resolution: Resolution;
}

/** The decision that is being carried out. */
export interface CarriedOut {
  readonly by: string;
  readonly decision: Decision;
}

/**
 * Everything that needs a person, and the one decision that is being carried out. A decision answers one offer: it is
 * taken once and is over when its reason is raised anew or cleared. Meanwhile nothing is offered, so that no second
 * decision can speak of what the first is changing. The same holds for every reason of every flow.
 */
export class AttentionBoard {
  readonly #now: () => string;
  readonly #raised = new Map<AttentionReason, Omit<Raised, 'reason'>>();
  #offers = 0;
  #accepted: (Accepted & { readonly taken: boolean }) | undefined;

  /** @param now ISO 8601 */
  constructor(now: () => string) {
    this.#now = now;
  }

  /** Makes a new offer. A reason that is raised already keeps its age. */
  raise(reason: AttentionReason, { decisions, message }: Offer): void {
    this.#endCarryingOut(reason);
    const since = this.#raised.get(reason)?.since ?? this.#now();
    this.#raised.set(reason, { since, offer: this.nextOffer(), decisions, message });
  }

  /** @returns whether any of the reasons was raised */
  clear(reasons: readonly AttentionReason[]): boolean {
    reasons.forEach((reason) => {
      this.#endCarryingOut(reason);
    });
    return reasons.filter((reason) => this.#raised.delete(reason)).length > 0;
  }

  isRaised(reason: AttentionReason): boolean {
    return this.#raised.has(reason);
  }

  /** Gravest first. */
  get reasons(): readonly AttentionReason[] {
    return [...this.#raised.keys()].sort(byGravity);
  }

  /** ISO 8601: when the oldest reason was raised. Reasons stand in the order in which they were raised. */
  get oldest(): string | undefined {
    const [oldest] = this.#raised.values();
    return oldest?.since;
  }

  /** The number of an offer that stands for no reason: that of an approval. */
  nextOffer(): number {
    this.#offers += 1;
    return this.#offers;
  }

  /** Nothing is offered from now on until the decision has been carried out. */
  accept(accepted: Accepted): void {
    this.#accepted = { ...accepted, taken: false };
  }

  /** Whether a decision waits to be carried out. */
  get hasDecision(): boolean {
    return this.#accepted?.taken === false;
  }

  /** @returns the decision that waits, once; only one on these reasons where any are named. */
  consume(reasons: readonly AttentionReason[] = attentionReasons): Accepted | undefined {
    const accepted = this.#accepted;
    if (accepted === undefined || accepted.taken || !reasons.includes(accepted.reason)) return undefined;
    this.#accepted = { ...accepted, taken: true };
    return accepted;
  }

  /**
   * To be called before anything waits for a decision: what was taken has been carried out by then, and its reason is
   * offered anew where it still stands.
   * @returns whether anything was taken
   */
  offerAnew(): boolean {
    if (this.#accepted?.taken !== true) return false;
    const { reason } = this.#accepted;
    const raised = this.#raised.get(reason);
    if (raised === undefined) this.#endCarryingOut(reason);
    else this.raise(reason, raised);
    return true;
  }

  get carriedOut(): CarriedOut | undefined {
    if (this.#accepted === undefined) return undefined;
    const { by, decision } = this.#accepted.resolution;
    return { by, decision };
  }

  /** The gravest reason with the others beside it, or null. */
  get shown(): Attention | null {
    const [gravest, ...also] = [...this.#raised]
      .sort(([one], [other]) => byGravity(one, other))
      .map(([reason, raised]) => this.#show({ reason, ...raised }));
    return gravest === undefined ? null : { ...gravest, also };
  }

  #show(raised: Raised): Raised {
    const { carriedOut } = this;
    if (carriedOut === undefined) return raised;
    const { by, decision } = carriedOut;
    const message = `${decision} by ${by} is being carried out, nothing else can be decided meanwhile. ${raised.message}`;
    return { ...raised, decisions: [], message };
  }

  #endCarryingOut(reason: AttentionReason): void {
    if (this.#accepted?.reason === reason) this.#accepted = undefined;
  }
}

/** Reasons are listed gravest first. */
function byGravity(one: AttentionReason, other: AttentionReason): number {
  return attentionReasons.indexOf(one) - attentionReasons.indexOf(other);
}
