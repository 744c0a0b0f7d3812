import { isDate } from './clock.ts';
import { addUp, decimalsOf, isDecimal } from './decimal.ts';
import type { ItemRefusal } from './itemCodes.ts';
import type { DetailValues, RecordValues } from './members.ts';
import { personOf } from './people.ts';
import type { ItemRule } from './settings.ts';

/** A record as somebody wants it, and what it is measured by. */
export interface Candidate {
  readonly values: RecordValues;
  readonly details: readonly DetailValues[];
  readonly userId: string;
  readonly employeeExists: boolean;
  /** null: there is no such item */
  readonly rule: ItemRule | null;
  /** null: any currency exists */
  readonly currencies: readonly string[] | null;
}

type Judged = Omit<Candidate, 'rule'> & { readonly rule: ItemRule };

const longestRemark = 3000;
const statuses = ['to_be_issued', 'not_issued'];
const ways = ['with_salary', 'with_cash', 'with_year_end_bonus'];

const isDay = (text: string | undefined): text is string => text !== undefined && isDate(text);

function anyDetail(fails: (detail: DetailValues, judged: Judged) => boolean): (judged: Judged) => boolean {
  return (judged) => judged.details.some((detail) => fails(detail, judged));
}

function amountsOf({ values, details }: Judged): string[] {
  return [values.total_amount, ...details.map((detail) => detail.issuance_amount)].filter(isDecimal);
}

/** Details that are not issued count: nothing says that they do not. */
function sumDiffers({ values, details }: Judged): boolean {
  const amounts = details.map((detail) => detail.issuance_amount ?? '0');
  return !addUp(amounts, values.total_amount ?? '0');
}

function outsideOf(detail: DetailValues, { values }: Judged): boolean {
  const { detail_reference_period_start_date: start, detail_reference_period_end_date: end } = detail;
  const { reference_period_start_date: from, reference_period_end_date: to } = values;
  // A record without a period has nothing to be outside of.
  return (
    (start !== undefined && from !== undefined && start < from) ||
    (end !== undefined && to !== undefined && end > to)
  );
}

/** Which months a period stands for is not documented, and the document's own sample has 2 months beside one day. */
function periodsMismatch({ values }: Judged): boolean {
  const { reference_period_start_date: from, reference_period_end_date: to } = values;
  return (from === undefined) !== (to === undefined) || (from !== undefined && to !== undefined && from > to);
}

function months({ values }: Judged): number {
  return Number(values.binding_period ?? '0');
}

/**
 * Each code with what brings it about, in the order in which they are looked at. An answer has room for one code; that
 * a format comes before what it is needed for is certain, the rest of the order is ours.
 */
const rules: readonly (readonly [ItemRefusal, (judged: Judged) => boolean])[] = [
  [21270223, ({ employeeExists }) => !employeeExists],
  [21270217, ({ rule, userId }) => rule.employees?.some((id) => personOf(id) === personOf(userId)) === false],
  [21270203, ({ values }) => !isDecimal(values.total_amount)],
  [
    21270209,
    ({ values: { currency_id: id }, currencies }) => id === undefined || currencies?.includes(id) === false,
  ],
  [21270221, ({ values, rule }) => rule.currencyId !== undefined && values.currency_id !== rule.currencyId],
  [21270208, ({ values }) => Number(values.issuance_frequency ?? '0') <= 0],
  [21270207, ({ values, details }) => Number(values.issuance_frequency) !== details.length],
  [21270225, ({ details, rule }) => details.length > 1 && !rule.severalDetails],
  [21270210, ({ values }) => Array.from(values.remark ?? '').length > longestRemark],
  [21270211, anyDetail((detail) => !isDecimal(detail.issuance_amount))],
  [21270205, (judged) => amountsOf(judged).some((amount) => decimalsOf(amount) > judged.rule.decimals)],
  [21270206, sumDiffers],
  [21270213, anyDetail((detail) => !isDay(detail.issuance_time))],
  [21270214, anyDetail((detail) => !ways.includes(detail.issuance_way ?? ''))],
  [21270218, anyDetail((detail, { rule }) => !rule.ways.some((way) => way === detail.issuance_way))],
  [21270215, anyDetail((detail) => !statuses.includes(detail.issuance_status ?? ''))],
  // Left out is no wrong format: an app that may not see belong_time cannot send it back.
  [21270230, anyDetail(({ belong_time: day }) => day !== undefined && !isDate(day))],
  [
    21270229,
    anyDetail(({ belong_time: applied, issuance_time: issued }) =>
      isDay(applied) && isDay(issued) ? applied > issued : false,
    ),
  ],
  [
    21270227,
    (judged) => months(judged) < 0 || judged.values.binding_period_decimal?.startsWith('-') === true,
  ],
  // Zero months are no binding period, which any item allows.
  [21270219, (judged) => judged.rule.bindingPeriod === 'none' && months(judged) > 0],
  [
    21270228,
    (judged) => typeof judged.rule.bindingPeriod === 'number' && months(judged) !== judged.rule.bindingPeriod,
  ],
  [21270070, periodsMismatch],
  [
    21270239,
    anyDetail(
      (detail) =>
        (detail.detail_reference_period_start_date === undefined) !==
        (detail.detail_reference_period_end_date === undefined),
    ),
  ],
  [
    21270240,
    anyDetail(
      ({ detail_reference_period_start_date: start, detail_reference_period_end_date: end }) =>
        start !== undefined && end !== undefined && start > end,
    ),
  ],
  [21270241, anyDetail(outsideOf)],
];

/**
 * The first code that applies to the values of a record, or null. Not here: what the record already is (21270201, 220, 224,
 * 226; see update.ts) and 21270202, which cannot come of an update, since that names no unique id (see create.ts).
 */
export function judge(candidate: Candidate): ItemRefusal | null {
  const { rule } = candidate;
  if (rule === null) return 21270222;
  const judged = { ...candidate, rule };
  return rules.find(([, applies]) => applies(judged))?.[0] ?? null;
}
