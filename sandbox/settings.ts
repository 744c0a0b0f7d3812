import { z } from 'zod';
import { lumpSumSettings } from './feishu/lumpSum/settings.ts';

/** `500ms`, `3s`, `10m`, `2h` → milliseconds. */
export function durationMs(text: string): number {
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const [, digits = '', name = ''] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = Object.entries(unit).find(([key]) => key === name)?.[1];
  if (factor === undefined) throw new Error(`not a duration such as 500ms, 3s, 10m or 2h: ${text}`);
  return Number(digits) * factor;
}

export const duration = z.string().regex(/^\d+(ms|s|m|h)$/, 'a duration such as 2s');
const amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'a decimal string in yuan such as "0.50"');
const limit = z.strictObject({ limit: z.int().positive(), windowMs: z.int().positive() }).nullable();
const perMinute = { limit: 100, windowMs: 60_000 };
const perSecond = { limit: 10, windowMs: 1000 };

const feishu = z.strictObject({
  /** life of a tenant token, seconds; Feishu's own is 7200 */
  tokenSeconds: z.int().positive().default(7200),
  /** HTTP status of 99991661/63/68: observed as 400, reported as 200 */
  authErrorStatus: z.union([z.literal(400), z.literal(200)]).default(400),
  /** HTTP status of 99991400: 429, on older APIs 400 */
  limitStatus: z.union([z.literal(429), z.literal(400)]).default(429),
  /** multiplies every limit below */
  limitFactor: z.number().positive().default(1),
  /** null = no limit. Documented figures by default. */
  limits: z
    .strictObject({
      'feishu.create': limit.default(perMinute),
      'feishu.deactivate': limit.default(perMinute),
      'feishu.withdraw': limit.default(perMinute),
      'feishu.reconciliation': limit.default(perMinute),
      'feishu.assets': limit.default(perSecond),
      'feishu.reward': limit.default(perSecond),
      'feishu.rewardDelete': limit.default(perSecond),
      'feishu.lumpSumCreate': limit.default(perSecond),
      'feishu.lumpSumUpdate': limit.default(perSecond),
      'feishu.lumpSumRemove': limit.default(perSecond),
      'feishu.lumpSumQuery': limit.default(perSecond),
      /** not documented: taken to be as its siblings' */
      'feishu.lumpSumQueryDetail': limit.default(perSecond),
    })
    .prefault({}),
  /** undocumented: how a withdrawal of nothing looks */
  emptyWithdrawal: z.enum(['zero', 'absent']).default('zero'),
  /** undocumented: an external_order_id repeated for another account or for other bonus types */
  replayForOther: z.enum(['original', 'refuse']).default('original'),
  /** undocumented: an external_order_id repeated after its account was deactivated */
  replayAfterDeactivation: z.enum(['original', 'refuse']).default('original'),
  lumpSum: lumpSumSettings.prefault({}),
});

const allinpay = z.strictObject({
  /** both ways; each type has keys of its own */
  signType: z.enum(['RSA2', 'SM2']).default('RSA2'),
  /** the distinguishing id of SM2 signatures, both ways */
  sm2Id: z
    .string()
    .regex(/^[\x20-\x7e]{1,128}$/, '1 to 128 printable ASCII characters')
    .default('1234567812345678'),
  /** undocumented: how an SM2 signature is written. This form alone is taken, and sent. */
  sm2Signature: z.enum(['der', 'raw']).default('der'),
  cipher: z.enum(['plain', 'aes-128-ecb', 'aes-128-cbc', 'sm4-ecb', 'sm4-cbc']).default('aes-128-ecb'),
  /** unit of amounts on the wire */
  amountUnit: z.enum(['yuan', 'fen']).default('yuan'),
  /** undocumented: how a request is answered whose signature does not hold */
  badRequestSignature: z.enum(['unsigned', 'http400']).default('unsigned'),
  /** undocumented. `book` pays again, so that the ledger shows every order that was sent twice. */
  duplicateOrder: z.enum(['book', 'reject', 'replay']).default('book'),
  /** yuan, a detail */
  fee: amount.default('0.50'),
  /** true: the fee is taken beside the amount; false: out of it */
  feeOnTop: z.boolean().default(false),
  /** `documented`: minute 30 of the next hour, nothing between 23:00 and 07:00 Asia/Shanghai */
  settle: z.union([z.literal('documented'), z.strictObject({ after: duration })]).default({ after: '2s' }),
  /** true: details that will fail are status 3 in the answer of withdraw already */
  failAtBooking: z.boolean().default(false),
  /** balanceQuery is specified with `details` and shown with `data` */
  balanceShape: z.enum(['data', 'details']).default('data'),
  /** `accountUserId`: answers leave externalCode out, also where it was asked by */
  answerBy: z.enum(['both', 'accountUserId']).default('both'),
  /** the same for balanceQuery, whose answer is where the pairs of names are found */
  balanceNames: z.enum(['both', 'accountUserId']).default('both'),
  /** nothing says that answers keep the order of the request */
  detailOrder: z.enum(['asked', 'reversed']).default('asked'),
  /** the documented sample envelope carries an opaque `token` member */
  envelopeToken: z.boolean().default(false),
  /** 50, or 100 where the platform's account is 结算通 */
  summaryLength: z.union([z.literal(50), z.literal(100)]).default(50),
  /**
   * `known`: those that were set up (`PUT /sandbox/allinpay/accounts`), the platform's and the named ones that misbehave;
   * `any`: every account is there, made when it is first named
   */
  accounts: z.enum(['known', 'any']).default('known'),
  /** undocumented for fundService: the inner code of an account that nobody knows. 3101 is the product's common one. */
  unknownAccountCode: z.union([z.literal(3101), z.literal(3)]).default(3101),
  /** yuan: what an account holds that nobody has set */
  defaultBalance: amount.default('1000000000.00'),
});

const wallet = z.strictObject({
  /** a repeat with the same body: 200 with the same reference, or 409 */
  repeat: z.enum(['same', 'conflict']).default('same'),
  /** how far webhook-timestamp may be from the sandbox's clock */
  toleranceSeconds: z.int().positive().default(300),
});

const owner = z.strictObject({
  /** whether workers are told to post outcomes here */
  outcomes: z.boolean().default(false),
});

const settings = z.strictObject({
  feishu: feishu.prefault({}),
  allinpay: allinpay.prefault({}),
  wallet: wallet.prefault({}),
  owner: owner.prefault({}),
});

/** How the stand-ins behave where the real provider is documented to vary, or not documented at all. */
export type Settings = z.output<typeof settings>;
/** The same with everything optional. */
export type SettingsInput = z.input<typeof settings>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function overlay(base: unknown, patch: unknown): unknown {
  if (!isRecord(base) || !isRecord(patch)) return patch;
  const merged = { ...base };
  for (const [member, value] of Object.entries(patch)) {
    if (value !== undefined) merged[member] = overlay(base[member], value);
  }
  return merged;
}

/** Lays a partial change over settings. Unknown members and bad values come back as zod's error. */
export function changeSettings(current: Settings | null, patch: unknown): z.ZodSafeParseResult<Settings> {
  return settings.safeParse(overlay(current ?? {}, patch));
}
