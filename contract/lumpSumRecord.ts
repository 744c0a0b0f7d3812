import { z } from 'zod';

const text = z.string().optional();

const detail = z.object({
  id: z.string(),
  recordId: text,
  userId: text,
  issuanceAmount: text,
  issuanceStatus: text,
  issuanceWay: text,
  issuanceTime: text,
  currencyId: text,
  belongTime: text,
  createTime: text,
  modifyTime: text,
  issuanceCountryRegionId: text,
  issuancePayGroupId: text,
  detailReferencePeriodStartDate: text,
  detailReferencePeriodEndDate: text,
});

/** A lump-sum record as Feishu's query gives it, in camelCase; times are "YYYY-MM-DD HH:mm:ss" in UTC+8. */
export const lumpSumRecord = z.object({
  id: z.string(),
  uniqueId: text,
  userId: text,
  totalAmount: text,
  bindingPeriod: z.number().optional(),
  currencyId: text,
  issuanceFrequency: z.number().optional(),
  itemId: text,
  remark: text,
  issuanceDetailText: z.object({ zhCn: text, enUs: text }).optional(),
  /** 1 offer, 2 import, 3 level or salary change, 4 filled in, 5 open platform, 6 referral, 7 automatic rule */
  applySource: z.number().optional(),
  returnAmountBeforeTax: text,
  returnAmountAfterTax: text,
  bindingPeriodOffboardingType: text,
  createTime: text,
  modifyTime: text,
  referencePeriodStartDate: text,
  referencePeriodEndDate: text,
  details: z.array(detail),
  bindingPeriodDecimal: text,
});

export type LumpSumDetail = Readonly<z.output<typeof detail>>;
export type LumpSumRecord = Readonly<Omit<z.output<typeof lumpSumRecord>, 'details'>> & {
  readonly details: readonly LumpSumDetail[];
};
