/** Members of a record that a caller may write, in Feishu's own spelling. All are kept as text, integers too. */
export const recordMembers = [
  'total_amount',
  'currency_id',
  'issuance_frequency',
  'binding_period',
  'binding_period_decimal',
  'remark',
  'reference_period_start_date',
  'reference_period_end_date',
] as const;

/** The same of one detail. */
export const detailMembers = [
  'issuance_amount',
  'issuance_status',
  'issuance_way',
  'issuance_time',
  'belong_time',
  'issuance_country_region_id',
  'issuance_pay_group_id',
  'detail_reference_period_start_date',
  'detail_reference_period_end_date',
] as const;

/** Members of a record that Feishu works out itself and shows only to those who hold a permission for them. */
export const guardedMembers = [
  'return_amount_before_tax',
  'return_amount_after_tax',
  'binding_period_offboarding_type',
] as const;

/** Values under their members' names. What has none is absent: an empty text on the wire means the same. */
export type Values<Member extends string> = Partial<Record<Member, string>>;
export type RecordMember = (typeof recordMembers)[number];
export type DetailMember = (typeof detailMembers)[number];
export type RecordValues = Values<RecordMember>;
export type DetailValues = Values<DetailMember>;

/** The members that have a value. */
export function valuesOf<Member extends string>(
  members: readonly Member[],
  from: { readonly [Name in Member]?: string | undefined },
): Values<Member> {
  const values: Values<Member> = {};
  for (const member of members) {
    const value = from[member];
    if (value !== undefined && value !== '') values[member] = value;
  }
  return values;
}
