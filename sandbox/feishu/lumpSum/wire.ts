import { numberFrom, type Json, type JsonObject } from '../../json.ts';
import { timeText } from './clock.ts';
import { userIdAs, type UserIdType } from './people.ts';
import type { LumpSumSettings } from './settings.ts';
import type { LumpSum, LumpSumDetail } from './stored.ts';

/** created by way of the open platform */
const applySource = 5;

/** How an answer is to be written: in whose form of ids, and what its reader may see. */
export interface Reader {
  readonly userIdType: UserIdType;
  readonly permissions: LumpSumSettings['permissions'];
}

function intOf(digits: string | undefined): Json | undefined {
  return digits === undefined ? undefined : numberFrom(digits);
}

function userIdFor({ user }: LumpSum, { userIdType, permissions }: Reader): string | undefined {
  return userIdType === 'user_id' && !permissions.userId ? undefined : userIdAs(user, userIdType);
}

/** A detail as both queries list it. */
export function wireDetail(detail: LumpSumDetail, record: LumpSum, reader: Reader): JsonObject {
  const { belong_time, ...values } = detail.values;
  return {
    id: detail.id,
    record_id: record.id,
    user_id: userIdFor(record, reader),
    currency_id: record.values.currency_id,
    ...values,
    belong_time: reader.permissions.belongTime ? belong_time : undefined,
    create_time: timeText(detail.createdAt),
    modify_time: timeText(detail.modifiedAt),
  };
}

/** A record as `query` lists it. */
export function wireRecord(record: LumpSum, reader: Reader): JsonObject {
  const { permissions } = reader;
  const { issuance_frequency: times = '0', binding_period, ...values } = record.values;
  const { guarded } = record;
  return {
    id: record.id,
    unique_id: record.uniqueId,
    user_id: userIdFor(record, reader),
    item_id: record.itemId,
    ...values,
    issuance_frequency: intOf(times),
    binding_period: intOf(binding_period),
    issuance_detail_text: { zh_cn: `分${times}次发放`, en_us: `It will be issued in ${times} installments.` },
    apply_source: applySource,
    return_amount_before_tax: permissions.returnAmountBeforeTax
      ? guarded.return_amount_before_tax
      : undefined,
    return_amount_after_tax: permissions.returnAmountAfterTax ? guarded.return_amount_after_tax : undefined,
    binding_period_offboarding_type: permissions.bindingPeriodOffboardingType
      ? guarded.binding_period_offboarding_type
      : undefined,
    create_time: timeText(record.createdAt),
    modify_time: timeText(record.modifiedAt),
    details: record.details.map((detail) => wireDetail(detail, record, reader)),
  };
}
