import { isDecimal, withDecimals } from './decimal.ts';
import { detailMembers, recordMembers, valuesOf, type DetailValues, type RecordValues } from './members.ts';
import type { Update } from './bodies.ts';
import type { LumpSumSettings } from './settings.ts';
import type { LumpSum } from './stored.ts';

/** A detail as an update leaves it: one that was there, by its id, or a new one without. */
export interface LaidDetail {
  readonly id: string | undefined;
  readonly values: DetailValues;
}

/** A record as an update would have it, before anybody has judged that. */
export interface Laid {
  readonly values: RecordValues;
  readonly details: readonly LaidDetail[];
}

/** Lays an update over the record that it is for. What becomes of members it leaves out is a setting. */
export function lay(update: Update, record: LumpSum, omitted: LumpSumSettings['omittedMembers']): Laid {
  const under = <Value extends object>(values: Value): Partial<Value> => (omitted === 'kept' ? values : {});
  const known = new Map(record.details.map((detail) => [detail.id, detail.values]));
  return {
    values: { ...under(record.values), ...valuesOf(recordMembers, update) },
    details: update.details.map(({ id = '', ...detail }) => ({
      id: id === '' ? undefined : id,
      values: { ...under(known.get(id) ?? {}), ...valuesOf(detailMembers, detail) },
    })),
  };
}

/** The amounts written with the item's decimals, as Feishu's samples have them. */
export function normalised({ values, details }: Laid, decimals: number): Laid {
  return {
    values: withAmount(values, 'total_amount', decimals),
    details: details.map((detail) => ({
      ...detail,
      values: withAmount(detail.values, 'issuance_amount', decimals),
    })),
  };
}

function withAmount<Member extends string, Values extends Partial<Record<Member, string>>>(
  values: Values,
  member: Member,
  decimals: number,
): Values {
  const amount = values[member];
  return isDecimal(amount) ? { ...values, [member]: withDecimals(amount, decimals) } : values;
}
