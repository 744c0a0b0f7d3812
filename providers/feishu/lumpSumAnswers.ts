import { z } from 'zod';
import { oneLine } from '../http/outcome.ts';
import { wireCount, wireDecimalText, wireInteger, wireIntegerOrText, wireObject } from '../http/wireJson.ts';
import type {
  FeishuLumpSumDetail,
  FeishuLumpSumItem,
  FeishuLumpSumPage,
  FeishuLumpSumRecord,
} from './lumpSum.ts';

/** `data` of an answer in our words, or our words for why it cannot be believed. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** The documents allow ids of 255 characters, more than the other APIs do. */
const key = z.union([wireInteger, z.string().min(1).max(255)]);

const text = z.string().nullish();
const optionalKey = z.union([wireInteger, z.string().max(255)]).nullish();
const decimal = wireDecimalText.nullish();
const count = wireCount.nullish();

const detail = wireObject({
  id: key,
  record_id: optionalKey,
  user_id: optionalKey,
  issuance_amount: decimal,
  issuance_status: text,
  issuance_way: text,
  issuance_time: text,
  currency_id: optionalKey,
  belong_time: text,
  create_time: text,
  modify_time: text,
  issuance_country_region_id: optionalKey,
  issuance_pay_group_id: optionalKey,
  detail_reference_period_start_date: text,
  detail_reference_period_end_date: text,
}).transform((wire): FeishuLumpSumDetail =>
  present({
    id: wire.id,
    recordId: wire.record_id,
    userId: wire.user_id,
    issuanceAmount: wire.issuance_amount,
    issuanceStatus: wire.issuance_status,
    issuanceWay: wire.issuance_way,
    issuanceTime: wire.issuance_time,
    currencyId: wire.currency_id,
    belongTime: wire.belong_time,
    createTime: wire.create_time,
    modifyTime: wire.modify_time,
    issuanceCountryRegionId: wire.issuance_country_region_id,
    issuancePayGroupId: wire.issuance_pay_group_id,
    detailReferencePeriodStartDate: wire.detail_reference_period_start_date,
    detailReferencePeriodEndDate: wire.detail_reference_period_end_date,
  }),
);

const record = wireObject({
  id: key,
  unique_id: optionalKey,
  user_id: optionalKey,
  total_amount: decimal,
  binding_period: count,
  currency_id: optionalKey,
  issuance_frequency: count,
  item_id: optionalKey,
  remark: text,
  issuance_detail_text: wireObject({ zh_cn: text, en_us: text })
    .transform(({ zh_cn, en_us }) => present({ zhCn: zh_cn, enUs: en_us }))
    .nullish(),
  apply_source: count,
  return_amount_before_tax: decimal,
  return_amount_after_tax: decimal,
  binding_period_offboarding_type: text,
  create_time: text,
  modify_time: text,
  reference_period_start_date: text,
  reference_period_end_date: text,
  details: z.array(detail).nullish(),
  binding_period_decimal: decimal,
}).transform((wire): FeishuLumpSumRecord =>
  present({
    id: wire.id,
    uniqueId: wire.unique_id,
    userId: wire.user_id,
    totalAmount: wire.total_amount,
    bindingPeriod: wire.binding_period,
    currencyId: wire.currency_id,
    issuanceFrequency: wire.issuance_frequency,
    itemId: wire.item_id,
    remark: wire.remark,
    issuanceDetailText: wire.issuance_detail_text,
    applySource: wire.apply_source,
    returnAmountBeforeTax: wire.return_amount_before_tax,
    returnAmountAfterTax: wire.return_amount_after_tax,
    bindingPeriodOffboardingType: wire.binding_period_offboarding_type,
    createTime: wire.create_time,
    modifyTime: wire.modify_time,
    referencePeriodStartDate: wire.reference_period_start_date,
    referencePeriodEndDate: wire.reference_period_end_date,
    details: wire.details ?? [],
    bindingPeriodDecimal: wire.binding_period_decimal,
  }),
);

const queryAnswer = wireObject({
  has_more: z.boolean().nullish(),
  page_token: z.union([wireInteger, z.string()]).nullish(),
  records: z.array(record).nullish(),
});

/**
 * Reads `data` of query. `askedToken` is the token that the page was asked for with: the same one again would make
 * whoever pages go round for ever, and an end that is not told from a lost page would leave records out.
 */
export function readLumpSumPage(data: unknown, askedToken: string | undefined): Reading<FeishuLumpSumPage> {
  const answer = queryAnswer.safeParse(data).data;
  if (answer === undefined) return { ok: false, problem: 'page cannot be understood' };
  const records = answer.records ?? [];
  if (repeats(records)) return { ok: false, problem: 'a record twice on one page' };
  if (records.some(({ details }) => repeats(details))) {
    return { ok: false, problem: 'a detail twice in one record' };
  }
  if (answer.has_more !== true) return { ok: true, value: { records, hasMore: false } };
  const pageToken = answer.page_token;
  if (!pageToken) return { ok: false, problem: 'more pages and no page_token' };
  if (pageToken === askedToken) return { ok: false, problem: 'the page_token that was asked with again' };
  return { ok: true, value: { records, hasMore: true, pageToken } };
}

const updateAnswer = wireObject({
  operate_results: z.array(
    wireObject({
      id: optionalKey,
      unique_id: optionalKey,
      code: wireIntegerOrText,
      message: z.string().nullish().catch(undefined),
    }),
  ),
});

const MESSAGE_LIMIT = 200;

/** Reads `data` of batch_update; `conceal` takes out of a message what must not be shown, before it is cut. */
export function readLumpSumItems(
  data: unknown,
  conceal: (text: string) => string,
): Reading<readonly FeishuLumpSumItem[]> {
  const answer = updateAnswer.safeParse(data).data;
  if (answer === undefined) return { ok: false, problem: 'operate_results cannot be understood' };
  const value = answer.operate_results.map(({ id, unique_id, code, message }) =>
    present({
      // An empty id names nothing, as an absent one does.
      id: id || undefined,
      uniqueId: unique_id || undefined,
      code,
      message: message && oneLine(conceal(message), MESSAGE_LIMIT),
    }),
  );
  return { ok: true, value };
}

function repeats(things: readonly { readonly id: string }[]): boolean {
  return new Set(things.map(({ id }) => id)).size !== things.length;
}

/** Members that may be null or undefined become optional ones. */
type Present<T> = {
  readonly [
    Name in keyof T as null extends T[Name] ? never : undefined extends T[Name] ? never : Name
  ]: T[Name];
} & {
  readonly [
    Name in keyof T as null extends T[Name] ? Name : undefined extends T[Name] ? Name : never
  ]?: NonNullable<T[Name]>;
};

/** Leaves out the members that are null or undefined: a member hidden for want of a permission comes as either. */
function present<T extends object>(members: T): Present<T> {
  const there = Object.entries(members).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(there) as Present<T>;
}
