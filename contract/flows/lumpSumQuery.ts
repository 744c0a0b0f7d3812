import { z } from 'zod';
import { commonInput } from '../input.ts';
import { lumpSumRecord, type LumpSumRecord } from '../lumpSumRecord.ts';
import { nameSchema } from '../nameText.ts';
import { defineQuestion } from './defineFlow.ts';

const ids = z.array(nameSchema(255)).max(500, 'must hold at most 500 ids');
const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'must be a time in UTC+8 such as "2024-08-01 12:34:56"');
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as "2024-08-01"');

/** Every filter that the document names; several must all hold. */
export const lumpSumFilters = z.strictObject({
  ids: ids.optional(),
  uniqueIds: ids.optional(),
  userIds: ids.optional(),
  itemIds: ids.optional(),
  createTimeGte: time.optional(),
  createTimeLte: time.optional(),
  modifyTimeGte: time.optional(),
  modifyTimeLte: time.optional(),
  companyIds: ids.optional(),
  serviceCompanyIds: ids.optional(),
  departmentIds: ids.optional(),
  jobFamilyIds: ids.optional(),
  jobLevelIds: ids.optional(),
  workLocationIds: ids.optional(),
  employeeTypeIds: ids.optional(),
  onboardDateGte: date.optional(),
  onboardDateLte: date.optional(),
  offboardDateGte: date.optional(),
  offboardDateLte: date.optional(),
});

export const userIdTypes = ['open_id', 'union_id', 'user_id', 'people_corehr_id'] as const;
export type UserIdType = (typeof userIdTypes)[number];

export const lumpSumQueryInput = z.strictObject({
  ...commonInput,
  approval: z
    .literal('none', { error: 'must be "none" or left out: nothing is changed here' })
    .default('none'),
  filters: lumpSumFilters.default({}),
  pageSize: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be at least 1')
    .max(500, 'must be at most 500')
    .default(100),
  pageToken: z.string().min(1, 'must not be empty').max(4096, 'must be at most 4096 characters').optional(),
  userIdType: z.enum(userIdTypes, { error: `must be one of ${userIdTypes.join(', ')}` }).default('open_id'),
});

export type LumpSumQueryInput = z.input<typeof lumpSumQueryInput>;
export type LumpSumQuery = z.output<typeof lumpSumQueryInput>;
export type LumpSumFilters = z.output<typeof lumpSumFilters>;

/** Members that Feishu gives only to an app that holds the permission beside them. */
export const guardedMembers = [
  {
    field: 'returnAmountBeforeTax',
    permission: 'corehr:compensation_lump_sum_payment.return_amount_before_tax:read',
  },
  {
    field: 'returnAmountAfterTax',
    permission: 'corehr:compensation_lump_sum_payment.return_amount_after_tax:read',
  },
  {
    field: 'bindingPeriodOffboardingType',
    permission: 'corehr:compensation_lump_sum_payment.binding_period_offboarding_type:read',
  },
  { field: 'details.belongTime', permission: 'corehr:compensation_lump_sum_payment_detail.belong_time:read' },
  { field: 'userId', permission: 'contact:user.employee_id:readonly' },
] as const;

export type GuardedMember = (typeof guardedMembers)[number];

/**
 * One page. It may hold fewer records than were asked for: a page is kept under what the server takes as a result, and
 * `pageToken` goes on behind its last record.
 */
export interface LumpSumQueryResult {
  readonly records: readonly LumpSumRecord[];
  readonly hasMore: boolean;
  readonly pageToken?: string;
  /** members that no record of the page carries and that need a permission: absent, or not shown to this app */
  readonly notShown: readonly GuardedMember[];
}

export const lumpSumQueryResult = z.object({
  records: z.array(lumpSumRecord),
  hasMore: z.boolean(),
  pageToken: z.string().optional(),
  notShown: z.array(z.object({ field: z.string(), permission: z.string() })),
});

/** @returns the guarded members that no record carries; none where there is no record to tell by. */
export function notShownIn(records: readonly LumpSumRecord[]): GuardedMember[] {
  if (records.length === 0) return [];
  const shown: Readonly<Record<GuardedMember['field'], boolean>> = {
    returnAmountBeforeTax: records.some((record) => record.returnAmountBeforeTax !== undefined),
    returnAmountAfterTax: records.some((record) => record.returnAmountAfterTax !== undefined),
    bindingPeriodOffboardingType: records.some((record) => record.bindingPeriodOffboardingType !== undefined),
    'details.belongTime': showsBelongTime(records),
    userId: records.some((record) => record.userId !== undefined),
  };
  return guardedMembers.filter(({ field }) => !shown[field]);
}

/** Whether the app may see belong_time: told by any detail that carries one. */
export function showsBelongTime(records: readonly LumpSumRecord[]): boolean {
  return records.some(({ details }) => details.some(({ belongTime }) => (belongTime ?? '') !== ''));
}

export const lumpSumQuery = defineQuestion({
  type: 'lumpSumQuery',
  idPrefix: 'lump-sum-query',
  input: lumpSumQueryInput,
  result: lumpSumQueryResult,
});
