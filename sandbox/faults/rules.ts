import { z } from 'zod';
import { apis, type Api } from '../apis.ts';

const which = {
  on: z.enum([...apis, '*']),
  orderId: z.string().min(1).optional(),
  /** any name of an account in the call: id, externalCode, `platform` */
  account: z.string().min(1).optional(),
  /** any lump-sum record that the call names: its id, or its unique id where the call creates it */
  recordId: z.string().min(1).optional(),
  /** how often it fires; always when left out */
  times: z.int().positive().optional(),
  /** lets the first N matching calls by */
  skip: z.int().positive().optional(),
};
const ms = z.int().nonnegative();
const yuan = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'a decimal string in yuan');
const httpStatus = z.int().min(200).max(599);

/**
 * What can go wrong. "Before" = the provider has done nothing; "after" = it has, and the caller must not know.
 * The rules that only twist an answer (`reconciliationShift` … `otherAccount`, `itemMissing`) leave the wire alone.
 */
const rule = z.discriminatedUnion('fault', [
  /** connection destroyed before processing */
  z.strictObject({ fault: z.literal('dropBefore'), ...which }),
  /** processed, then the connection destroyed instead of an answer */
  z.strictObject({ fault: z.literal('dropAfter'), ...which }),
  /** processed, answered late */
  z.strictObject({ fault: z.literal('delay'), ms, ...which }),
  /** processed late */
  z.strictObject({ fault: z.literal('delayBefore'), ms, ...which }),
  z.strictObject({ fault: z.literal('rateLimit'), resetSeconds: z.int().nonnegative().optional(), ...which }),
  /** HTTP 302 to the same place, before processing */
  z.strictObject({ fault: z.literal('redirect'), ...which }),
  /** HTTP 500 before processing; Allinpay: an HTML page, or inner code 500 in a signed answer */
  z.strictObject({ fault: z.literal('serverError'), signed: z.boolean().optional(), ...which }),
  z.strictObject({ fault: z.literal('serverErrorAfter'), signed: z.boolean().optional(), ...which }),
  /** processed; HTTP 200 with an HTML page */
  z.strictObject({ fault: z.literal('garbage'), ...which }),
  /** processed; HTTP 200 with nothing */
  z.strictObject({ fault: z.literal('emptyBody'), ...which }),
  /** processed; half of the announced content, then the connection destroyed */
  z.strictObject({ fault: z.literal('truncated'), ...which }),
  /** processed; so many bytes are added to the answer, 3 MiB when left out */
  z.strictObject({
    fault: z.literal('hugeBody'),
    bytes: z
      .int()
      .positive()
      .max(64 * 1024 * 1024)
      .optional(),
    ...which,
  }),
  /** processed; the answer names another order id, or another id in each record */
  z.strictObject({ fault: z.literal('wrongEcho'), ...which }),
  /** Allinpay, processed: a signature that does not hold */
  z.strictObject({ fault: z.literal('badSignature'), ...which }),
  /** Allinpay, processed: no signature at all */
  z.strictObject({ fault: z.literal('unsigned'), ...which }),
  /** Feishu, before processing: the token that was used is revoked, 99991663 */
  z.strictObject({
    fault: z.literal('expiredToken'),
    status: z.union([z.literal(200), z.literal(400)]).optional(),
    ...which,
  }),
  /** any code of the provider's, before or after processing */
  z.strictObject({
    fault: z.literal('code'),
    code: z.int(),
    msg: z.string().optional(),
    httpStatus: httpStatus.optional(),
    after: z.boolean().optional(),
    ...which,
  }),
  /** reconciliation finds `points` more (or, negative, fewer) withdrawn than there were */
  z.strictObject({ fault: z.literal('reconciliationShift'), points: z.int(), ...which }),
  /** withdraw: the details hold a member that no document names, beside what was taken out */
  z.strictObject({
    fault: z.literal('unknownMember'),
    name: z.string().min(1),
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    ...which,
  }),
  /** details booked under this rule fail when they fall due */
  z.strictObject({ fault: z.literal('detailFails'), reason: z.string().optional(), ...which }),
  /** a booked order is not known to the look-up, for `ms` after booking or for `times` look-ups */
  z.strictObject({ fault: z.literal('lookupLag'), ms: ms.optional(), ...which }),
  /** the first detail (or that of `account`) shows another amount */
  z.strictObject({ fault: z.literal('changedAmount'), amount: yuan.optional(), ...which }),
  /** the first detail (or that of `account`) shows another account */
  z.strictObject({
    fault: z.literal('otherAccount'),
    accountUserId: z
      .string()
      .regex(/^\d{1,11}$/)
      .optional(),
    ...which,
  }),
  /** batch_update: the first so many records of the call are corrected, then the connection is destroyed */
  z.strictObject({ fault: z.literal('partial'), first: z.int().nonnegative(), ...which }),
  /** batch_update: corrected (or refused), and no result says so. Fires and counts record by record. */
  z.strictObject({ fault: z.literal('itemMissing'), ...which }),
]);

export type FaultRule = z.output<typeof rule>;
export type FaultRuleInput = z.input<typeof rule>;
export type FaultName = FaultRule['fault'];
export type FaultOf<Name extends FaultName> = Extract<FaultRule, { fault: Name }>;

const lumpSumApis = apis.filter((api) => api.startsWith('feishu.lumpSum'));

const places: Partial<Record<FaultName, readonly Api[]>> = {
  wrongEcho: [...lumpSumApis, 'feishu.withdraw', 'allinpay.withdraw', 'allinpay.withdrawResultQuery'],
  badSignature: apis.filter((api) => api.startsWith('allinpay.')),
  unsigned: apis.filter((api) => api.startsWith('allinpay.')),
  expiredToken: apis.filter((api) => api.startsWith('feishu.') && api !== 'feishu.token'),
  reconciliationShift: ['feishu.reconciliation'],
  unknownMember: ['feishu.withdraw'],
  detailFails: ['allinpay.withdraw'],
  lookupLag: ['allinpay.withdrawResultQuery'],
  changedAmount: ['allinpay.withdraw', 'allinpay.withdrawResultQuery'],
  otherAccount: ['allinpay.withdraw', 'allinpay.withdrawResultQuery'],
  partial: ['feishu.lumpSumUpdate'],
  itemMissing: ['feishu.lumpSumUpdate'],
};

/** Whether a fault has a meaning for an API; `on: "*"` fires only where it has. What is not listed fits all. */
export function fits(fault: FaultName, api: Api): boolean {
  return places[fault]?.includes(api) ?? true;
}

/** All rules at once, as `PUT /sandbox/faults` takes them. */
export const faultRules = z.array(
  rule.refine((it) => it.on === '*' || fits(it.fault, it.on), {
    error: 'this fault has no meaning for this api',
    path: ['on'],
  }),
);
