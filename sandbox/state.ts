import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { credentialsSchema, generateCredentials, type RsaPairs } from './credentials.ts';
import { lumpSumsSchema, noLumpSums } from './feishu/lumpSum/stored.ts';
import { callSchema, effectSchema, outcomeSchema } from './ledger.ts';
import { mapOf, savedText } from './saving.ts';

const cash = z.array(z.object({ currency: z.string(), amount: z.string() }));

const referralAccount = z.object({
  id: z.string(),
  referrerId: z.string(),
  email: z.string().optional(),
  mobile: z.object({ code: z.string(), number: z.string() }).optional(),
  active: z.boolean(),
});

const reward = z.object({
  id: z.string(),
  externalId: z.string(),
  accountId: z.string(),
  points: z.int(),
  cash,
  /** 1 to be confirmed, 2 confirmed (the balance), 3 paid */
  stage: z.int(),
});

const withdrawal = z.object({
  externalOrderId: z.string(),
  accountId: z.string(),
  bonusTypes: z.array(z.int()),
  transTime: z.string(),
  points: z.int(),
  cash,
});

const fundAccount = z.object({
  accountUserId: z.string(),
  externalCode: z.string().optional(),
  platform: z.boolean(),
  /** yuan, what is frozen for pending withdrawals included */
  balance: z.string(),
  frozen: z.string(),
  exists: z.boolean(),
  closed: z.boolean(),
  settle: z.enum(['settled', 'failed', 'never', 'returned']),
  settleAfter: z.string().optional(),
  reason: z.string().optional(),
});

const bookedLine = z.object({
  /** the name it was asked by, for the ledger */
  account: z.string(),
  accountUserId: z.string(),
  /** yuan; `charge` leaves the account, `arrived` reaches the payee */
  amount: z.string(),
  charge: z.string(),
  fee: z.string(),
  arrived: z.string(),
  withdrawTId: z.string(),
  status: z.enum(['pending', 'settled', 'failed']),
  reason: z.string().optional(),
  dueAt: z.number(),
  /** decided at booking: this line fails when it is due */
  doomed: z.string().optional(),
});

const booking = z.object({
  orderId: z.string(),
  bookedAt: z.number(),
  summary: z.string().optional(),
  lines: z.array(bookedLine),
});

const credit = z.object({ bodyHash: z.string(), answer: z.string() });

const stateSchema = z.object({
  credentials: credentialsSchema,
  feishu: z.object({
    accounts: mapOf(referralAccount),
    rewards: mapOf(reward),
    withdrawals: mapOf(withdrawal),
    lastTransTime: z.number(),
    /** how many there ever were: ids are not used again after a delete */
    rewardsMade: z.int(),
    /** absent in files of the time before there were any */
    lumpSums: lumpSumsSchema.default(noLumpSums),
  }),
  allinpay: z.object({
    accounts: mapOf(fundAccount),
    /** externalCode → accountUserId */
    codes: mapOf(z.string()),
    bookings: mapOf(z.array(booking)),
    transactions: z.int(),
  }),
  wallet: mapOf(credit),
  ledger: z.object({
    effects: z.array(effectSchema.readonly()),
    calls: z.array(callSchema),
    /** absent in files of the time before there were any */
    outcomes: z.array(outcomeSchema).default([]),
  }),
});

export type State = z.output<typeof stateSchema>;
export type ReferralAccount = z.output<typeof referralAccount>;
export type Reward = z.output<typeof reward>;
export type Withdrawal = z.output<typeof withdrawal>;
export type FundAccount = z.output<typeof fundAccount>;
export type BookedLine = z.output<typeof bookedLine>;
export type Booking = z.output<typeof booking>;
export type Cash = z.output<typeof cash>;

function freshState(rsaPairs: RsaPairs | undefined): State {
  return {
    credentials: generateCredentials(rsaPairs),
    feishu: {
      accounts: new Map(),
      rewards: new Map(),
      withdrawals: new Map(),
      lastTransTime: 0,
      rewardsMade: 0,
      lumpSums: noLumpSums(),
    },
    allinpay: { accounts: new Map(), codes: new Map(), bookings: new Map(), transactions: 0 },
    wallet: new Map(),
    ledger: { effects: [], calls: [], outcomes: [] },
  };
}

/** The state kept in a file, or a fresh one. A file that cannot be understood is an error, never overwritten. */
export function loadState(file: string | undefined, rsaPairs?: RsaPairs): State {
  if (file === undefined || !existsSync(file)) return freshState(rsaPairs);
  const read = stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) {
    throw new Error(`${file} is no state of this sandbox: ${z.prettifyError(read.error)}`);
  }
  return read.data;
}

/**
 * Replaces the file in one step. Written whole beside it and renamed: a killed process leaves the old state or
 * the new one. Not synced to the disk, since a power cut is not what the stand-in is there to survive.
 */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.new`;
  // Keys are in it.
  writeFileSync(draft, savedText(state), { mode: 0o600 });
  renameSync(draft, file);
}
