import { z } from 'zod';
import { integerText } from '../../json.ts';
import { isDate } from './clock.ts';
import { isDecimal } from './decimal.ts';

const largestInt = 2_147_483_647;

export const text = z.string().max(255, 'expected at most 255 characters');
/** 32 bits, as everything that the document calls int; whether it may be negative is judged item by item. */
const int = integerText.refine((digits) => Math.abs(Number(digits)) <= largestInt, 'integer too large');
/** No item code speaks of these formats, so they are the call's: it is refused as a whole. */
const date = text.refine((day) => day === '' || isDate(day), 'expected a date such as 2024-08-01');
const decimal = text.refine((digits) => digits === '' || isDecimal(digits), 'expected a decimal');

const detail = {
  issuance_amount: text.optional(),
  issuance_status: text.optional(),
  issuance_way: z.string().optional(),
  issuance_time: text.optional(),
  belong_time: text.optional(),
  issuance_country_region_id: text.optional(),
  issuance_pay_group_id: text.optional(),
  detail_reference_period_start_date: date.optional(),
  detail_reference_period_end_date: date.optional(),
};

const record = {
  total_amount: text,
  currency_id: text,
  issuance_frequency: int,
  binding_period_decimal: decimal.optional(),
  /** its length has an item code of its own */
  remark: z.string().optional(),
  reference_period_start_date: date.optional(),
  reference_period_end_date: date.optional(),
};

const batch = <Entry extends z.ZodType>(entry: Entry): z.ZodArray<Entry> => z.array(entry).max(500);

/** Required members are those of the official SDK's types: the document has lost its marks. */
export const updateBody = z.object({
  records: batch(
    z.object({
      ...record,
      id: text.optional(),
      binding_period: int.optional(),
      operation_source: text.optional(),
      details: z.array(z.object({ ...detail, id: text.optional() })),
    }),
  ),
});
export type Update = z.output<typeof updateBody>['records'][number];

export const createBody = z.object({
  records: batch(
    z.object({
      ...record,
      unique_id: text.min(1),
      user_id: text.min(1),
      item_id: text,
      binding_period: int,
      details: z.array(
        z.object({
          ...detail,
          issuance_amount: text,
          issuance_status: text,
          issuance_way: z.string(),
          issuance_time: text,
          belong_time: text,
        }),
      ),
    }),
  ),
});
export type Creation = z.output<typeof createBody>['records'][number];

export const removeBody = z.object({
  record_ids: batch(text).optional(),
  reason: z.string().optional(),
});
