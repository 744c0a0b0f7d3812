import { z } from 'zod';
import { apis, type Api, type Subject } from './apis.ts';
import { sum } from './money.ts';

const cashLine = z.object({ currency: z.string(), amount: z.string() });
const head = { seq: z.int(), at: z.string(), orderId: z.string(), account: z.string() };
const bonus = { points: z.int(), cash: z.array(cashLine) };
const line = { accountUserId: z.string(), externalCode: z.string().optional(), withdrawTId: z.string() };

/** texts are cut: a remark may have 3000 characters, a batch 500 of them */
const change = z.object({
  detailId: z.string().optional(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** Most ids of records that one call is filed under: what one batch may hold. */
const mostRecordIds = 500;

/** Something that happened to money or points. Amounts are decimal strings in yuan (cash: in its currency). */
export const effectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('feishu.reward'), ...head, ...bonus, stage: z.int() }),
  z.object({ kind: z.literal('feishu.withdrawal'), ...head, ...bonus, transTime: z.string() }),
  /** one a detail, when it is booked; `account` is the name it was asked by */
  z.object({ kind: z.literal('allinpay.withdrawal'), ...head, ...line, amount: z.string() }),
  z.object({
    kind: z.literal('allinpay.settlement'),
    ...head,
    ...line,
    status: z.enum(['settled', 'failed']),
    amount: z.string(),
    fee: z.string(),
    arrived: z.string(),
    reason: z.string().optional(),
  }),
  z.object({ kind: z.literal('wallet.credit'), ...head, ...bonus, reference: z.string() }),
  /** lump sums: `orderId` is the id of the record, `account` the employee as the creator named it */
  z.object({ kind: z.literal('feishu.lumpSumCreated'), ...head, uniqueId: z.string() }),
  /** one a record that batch_update took, `changes` empty where it was sent what it had; added and dropped are ids of details */
  z.object({
    kind: z.literal('feishu.lumpSumCorrected'),
    ...head,
    changes: z.array(change),
    added: z.array(z.string()),
    dropped: z.array(z.string()),
  }),
  z.object({ kind: z.literal('feishu.lumpSumRemoved'), ...head }),
]);
export type Effect = z.infer<typeof effectSchema>;
export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;
type Unnumbered<T> = T extends Effect ? Omit<T, 'seq' | 'at'> : never;
export type NewEffect = Unnumbered<Effect>;

export const callSchema = z.object({
  seq: z.int(),
  at: z.string(),
  api: z.enum(apis),
  orderId: z.string().optional(),
  /** where the call names one account */
  account: z.string().optional(),
  /** where the call names lump-sum records (in a creation: unique ids): 500 at most */
  recordIds: z.array(z.string()).optional(),
  /** null while under way, and for ever where the connection was dropped instead of an answer */
  httpStatus: z.int().nullable(),
  /** the code the caller reads: Feishu's `code`, Allinpay's inner code */
  code: z.string().optional(),
  fault: z.string().optional(),
});
export type Call = z.infer<typeof callSchema>;

/** An event of the outcome webhook, as it was posted. */
export const outcomeSchema = z.object({
  seq: z.int(),
  at: z.string(),
  webhookId: z.string(),
  /** how often it came */
  times: z.int(),
  body: z.string(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export interface Totals {
  readonly feishu: { withdrawals: number; points: number; cash: Record<string, string> };
  /** asked = settled + failed + pending */
  readonly allinpay: {
    bookings: number;
    asked: string;
    settled: string;
    failed: string;
    pending: string;
    arrived: string;
    fee: string;
  };
  readonly wallet: { credits: number; points: number; cash: Record<string, string> };
  /** how often; a record corrected twice counts twice */
  readonly lumpSum: { created: number; corrected: number; removed: number };
}

/** Every effect and every call since the state began, oldest first. */
export interface Ledger {
  readonly effects: readonly Effect[];
  readonly calls: readonly Call[];
  /** what the owner was told */
  readonly outcomes: readonly Outcome[];
  readonly totals: Totals;
}

export interface LedgerEntries {
  effects: Effect[];
  calls: Call[];
  outcomes: Outcome[];
}

function ofKind<Kind extends Effect['kind']>(effects: readonly Effect[], kind: Kind): EffectOf<Kind>[] {
  return effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
}

function bonusTotals(effects: readonly { points: number; cash: readonly z.infer<typeof cashLine>[] }[]): {
  points: number;
  cash: Record<string, string>;
} {
  const cash: Record<string, string> = {};
  for (const { currency, amount } of effects.flatMap((effect) => effect.cash)) {
    cash[currency] = sum(cash[currency] ?? '0', amount);
  }
  return { points: effects.reduce((points, effect) => points + effect.points, 0), cash };
}

/** Adds the effects up; what was booked and is in no settlement is pending. */
export function totalsOf(effects: readonly Effect[]): Totals {
  const withdrawals = ofKind(effects, 'feishu.withdrawal');
  const bookings = ofKind(effects, 'allinpay.withdrawal');
  const settlements = ofKind(effects, 'allinpay.settlement');
  const credits = ofKind(effects, 'wallet.credit');
  const settled = settlements.filter((effect) => effect.status === 'settled');
  const failed = settlements.filter((effect) => effect.status === 'failed');
  const final = new Set(settlements.map((effect) => effect.withdrawTId));
  const amounts = (of: readonly { amount: string }[]): string => sum(...of.map((effect) => effect.amount));
  return {
    feishu: { withdrawals: withdrawals.length, ...bonusTotals(withdrawals) },
    allinpay: {
      bookings: bookings.length,
      asked: amounts(bookings),
      settled: amounts(settled),
      failed: amounts(failed),
      pending: amounts(bookings.filter((effect) => !final.has(effect.withdrawTId))),
      arrived: sum(...settled.map((effect) => effect.arrived)),
      fee: sum(...settled.map((effect) => effect.fee)),
    },
    wallet: { credits: credits.length, ...bonusTotals(credits) },
    lumpSum: {
      created: ofKind(effects, 'feishu.lumpSumCreated').length,
      corrected: ofKind(effects, 'feishu.lumpSumCorrected').length,
      removed: ofKind(effects, 'feishu.lumpSumRemoved').length,
    },
  };
}

/** Writes the ledger down. What it is given to hold the entries is the state that gets saved. */
export class LedgerBook {
  readonly #entries: LedgerEntries;
  readonly #clock: () => number;

  constructor(entries: LedgerEntries, clock: () => number) {
    this.#entries = entries;
    this.#clock = clock;
  }

  /** @param atMs when it happened, where that is not now (a settlement is noticed later than it falls due) */
  record(effect: NewEffect, atMs: number = this.#clock()): void {
    const numbered = { seq: this.#entries.effects.length + 1, at: new Date(atMs).toISOString() };
    this.#entries.effects.push(Object.freeze({ ...numbered, ...effect }));
  }

  /** Notes an event that the owner was told. @returns whether the same id came with another body before */
  outcome(webhookId: string, body: string): boolean {
    const { outcomes } = this.#entries;
    const known = outcomes.find((outcome) => outcome.webhookId === webhookId);
    if (known === undefined) {
      const at = new Date(this.#clock()).toISOString();
      outcomes.push({ seq: outcomes.length + 1, at, webhookId, times: 1, body });
      return false;
    }
    known.times += 1;
    return known.body !== body;
  }

  /** Notes a call as it arrives, so that one which never gets an answer is on record too. */
  arrival(api: Api, subject: Subject): Call {
    const account = subject.account ?? (subject.accounts.length === 1 ? subject.accounts[0] : undefined);
    const call: Call = {
      seq: this.#entries.calls.length + 1,
      at: new Date(this.#clock()).toISOString(),
      api,
      ...(subject.orderId === undefined ? {} : { orderId: subject.orderId }),
      ...(account === undefined ? {} : { account }),
      ...(subject.records === undefined ? {} : { recordIds: subject.records.slice(0, mostRecordIds) }),
      httpStatus: null,
    };
    this.#entries.calls.push(call);
    return call;
  }

  /** @param orderId an order's, or the id of a lump-sum record; everything when left out */
  view(orderId?: string): Ledger {
    const wanted = (entry: { orderId?: string | undefined; recordIds?: string[] | undefined }): boolean =>
      orderId === undefined || entry.orderId === orderId || entry.recordIds?.includes(orderId) === true;
    const effects = this.#entries.effects.filter(wanted);
    const calls = this.#entries.calls.filter(wanted);
    const outcomes = this.#entries.outcomes.filter(
      ({ webhookId }) => orderId === undefined || webhookId.split('/').includes(orderId),
    );
    return structuredClone({ effects, calls, outcomes, totals: totalsOf(effects) });
  }
}
