import type {
  FeishuLumpSumDetailUpdate,
  FeishuLumpSumFilters,
  FeishuLumpSumQuery,
  FeishuLumpSumUpdate,
} from './lumpSum.ts';

// Tables, not a rule that turns one spelling into the other: only what is named here is sent, whatever else the
// caller's object carries.
const FILTERS: Readonly<Record<keyof FeishuLumpSumFilters, string>> = {
  ids: 'ids',
  uniqueIds: 'unique_ids',
  userIds: 'user_ids',
  itemIds: 'item_ids',
  createTimeGte: 'create_time_gte',
  createTimeLte: 'create_time_lte',
  modifyTimeGte: 'modify_time_gte',
  modifyTimeLte: 'modify_time_lte',
  companyIds: 'company_ids',
  serviceCompanyIds: 'service_company_ids',
  departmentIds: 'department_ids',
  jobFamilyIds: 'job_family_ids',
  jobLevelIds: 'job_level_ids',
  workLocationIds: 'work_location_ids',
  employeeTypeIds: 'employee_type_ids',
  onboardDateGte: 'onboard_date_gte',
  onboardDateLte: 'onboard_date_lte',
  offboardDateGte: 'offboard_date_gte',
  offboardDateLte: 'offboard_date_lte',
};

const RECORD: Readonly<Record<Exclude<keyof FeishuLumpSumUpdate, 'details'>, string>> = {
  id: 'id',
  totalAmount: 'total_amount',
  currencyId: 'currency_id',
  issuanceFrequency: 'issuance_frequency',
  bindingPeriod: 'binding_period',
  bindingPeriodDecimal: 'binding_period_decimal',
  remark: 'remark',
  referencePeriodStartDate: 'reference_period_start_date',
  referencePeriodEndDate: 'reference_period_end_date',
  operationSource: 'operation_source',
};

const DETAIL: Readonly<Record<keyof FeishuLumpSumDetailUpdate, string>> = {
  id: 'id',
  issuanceAmount: 'issuance_amount',
  issuanceStatus: 'issuance_status',
  issuanceWay: 'issuance_way',
  issuanceTime: 'issuance_time',
  belongTime: 'belong_time',
  issuanceCountryRegionId: 'issuance_country_region_id',
  issuancePayGroupId: 'issuance_pay_group_id',
  detailReferencePeriodStartDate: 'detail_reference_period_start_date',
  detailReferencePeriodEndDate: 'detail_reference_period_end_date',
};

/** Query string and body of one page. Source: lump_sum_payment/query. */
export function queryRequest(query: FeishuLumpSumQuery): {
  readonly parameters: URLSearchParams;
  readonly body: unknown;
} {
  const parameters = new URLSearchParams({
    page_size: String(query.pageSize),
    user_id_type: query.userIdType,
  });
  if (query.pageToken !== undefined) parameters.set('page_token', query.pageToken);
  return { parameters, body: renamed(FILTERS, query.filters) };
}

/** Body of batch_update; what is undefined is left out. Source: lump_sum_payment/batch_update. */
export function updateRequest(records: readonly FeishuLumpSumUpdate[]): unknown {
  return {
    records: records.map((record) => ({
      ...renamed(RECORD, record),
      details: record.details.map((detail) => renamed(DETAIL, detail)),
    })),
  };
}

function renamed<Name extends string>(
  table: Readonly<Record<Name, string>>,
  members: Readonly<Partial<Record<Name, unknown>>>,
): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name of Object.keys(table) as Name[]) {
    if (members[name] !== undefined) wire[table[name]] = members[name];
  }
  return wire;
}
