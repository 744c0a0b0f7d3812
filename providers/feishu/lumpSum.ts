/**
 * What the two lump-sum calls take and give, in our words; lumpSumWire.ts knows the wire's. Amounts are decimal text in
 * the record's currency, dates `YYYY-MM-DD`, times `YYYY-MM-DD HH:mm:ss` in UTC+8, all as Feishu writes them.
 * A member that is absent was absent or null in the answer: some need an extra permission of the app (`belongTime`,
 * `returnAmountBeforeTax`, `returnAmountAfterTax`, `bindingPeriodOffboardingType`, `userId` as `user_id`).
 * Source: lump_sum_payment/query and lump_sum_payment/batch_update.
 */
export interface FeishuLumpSumRecord {
  readonly id: string;
  readonly uniqueId?: string;
  readonly userId?: string;
  readonly totalAmount?: string;
  /** Months. */
  readonly bindingPeriod?: number;
  readonly currencyId?: string;
  readonly issuanceFrequency?: number;
  readonly itemId?: string;
  readonly remark?: string;
  readonly issuanceDetailText?: { readonly zhCn?: string; readonly enUs?: string };
  readonly applySource?: number;
  readonly returnAmountBeforeTax?: string;
  readonly returnAmountAfterTax?: string;
  readonly bindingPeriodOffboardingType?: string;
  readonly createTime?: string;
  readonly modifyTime?: string;
  readonly referencePeriodStartDate?: string;
  readonly referencePeriodEndDate?: string;
  /** Empty when the answer has none. */
  readonly details: readonly FeishuLumpSumDetail[];
  readonly bindingPeriodDecimal?: string;
}

export interface FeishuLumpSumDetail {
  readonly id: string;
  /** In the document's own example this is not the id of the record that the detail stands in. */
  readonly recordId?: string;
  readonly userId?: string;
  readonly issuanceAmount?: string;
  readonly issuanceStatus?: string;
  readonly issuanceWay?: string;
  readonly issuanceTime?: string;
  readonly currencyId?: string;
  readonly belongTime?: string;
  readonly createTime?: string;
  readonly modifyTime?: string;
  readonly issuanceCountryRegionId?: string;
  readonly issuancePayGroupId?: string;
  readonly detailReferencePeriodStartDate?: string;
  readonly detailReferencePeriodEndDate?: string;
}

/** Every documented filter; a record must satisfy all that are given. */
export interface FeishuLumpSumFilters {
  readonly ids?: readonly string[] | undefined;
  readonly uniqueIds?: readonly string[] | undefined;
  readonly userIds?: readonly string[] | undefined;
  readonly itemIds?: readonly string[] | undefined;
  readonly createTimeGte?: string | undefined;
  readonly createTimeLte?: string | undefined;
  readonly modifyTimeGte?: string | undefined;
  readonly modifyTimeLte?: string | undefined;
  readonly companyIds?: readonly string[] | undefined;
  readonly serviceCompanyIds?: readonly string[] | undefined;
  readonly departmentIds?: readonly string[] | undefined;
  readonly jobFamilyIds?: readonly string[] | undefined;
  readonly jobLevelIds?: readonly string[] | undefined;
  readonly workLocationIds?: readonly string[] | undefined;
  readonly employeeTypeIds?: readonly string[] | undefined;
  readonly onboardDateGte?: string | undefined;
  readonly onboardDateLte?: string | undefined;
  readonly offboardDateGte?: string | undefined;
  readonly offboardDateLte?: string | undefined;
}

export interface FeishuLumpSumQuery {
  readonly filters: FeishuLumpSumFilters;
  /** 1..500 */
  readonly pageSize: number;
  readonly pageToken?: string;
  readonly userIdType: 'open_id' | 'union_id' | 'user_id' | 'people_corehr_id';
}

/** One page. `pageToken` is there when there are more, and only then. */
export interface FeishuLumpSumPage {
  readonly records: readonly FeishuLumpSumRecord[];
  readonly hasMore: boolean;
  readonly pageToken?: string;
}

/** What a record is to become, whole: what the provider does with details that are left out is not documented. */
export interface FeishuLumpSumUpdate {
  readonly id: string;
  readonly totalAmount: string;
  readonly currencyId: string;
  /** The number of details. */
  readonly issuanceFrequency: number;
  readonly bindingPeriod?: number | undefined;
  readonly bindingPeriodDecimal?: string | undefined;
  readonly remark?: string | undefined;
  readonly referencePeriodStartDate?: string | undefined;
  readonly referencePeriodEndDate?: string | undefined;
  readonly operationSource?: string | undefined;
  readonly details: readonly FeishuLumpSumDetailUpdate[];
}

/** Without an id the detail is a new one. */
export interface FeishuLumpSumDetailUpdate {
  readonly id?: string | undefined;
  readonly issuanceAmount?: string | undefined;
  readonly issuanceStatus?: string | undefined;
  readonly issuanceWay?: string | undefined;
  readonly issuanceTime?: string | undefined;
  readonly belongTime?: string | undefined;
  readonly issuanceCountryRegionId?: string | undefined;
  readonly issuancePayGroupId?: string | undefined;
  readonly detailReferencePeriodStartDate?: string | undefined;
  readonly detailReferencePeriodEndDate?: string | undefined;
}

/** What became of one record of an update. Their order is not documented: match by id, never by place. */
export interface FeishuLumpSumItem {
  readonly id?: string;
  readonly uniqueId?: string;
  /** The code's digits; `0` is success. */
  readonly code: string;
  /** The provider's words, at most 200 printable characters. */
  readonly message?: string;
}
