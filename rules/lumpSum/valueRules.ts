import { addsUp, decimalsOf, readPlainDecimal, sumOfDecimals } from '../../contract/decimal.ts';
import type { RecordProblem } from '../../contract/flows/lumpSumCorrection.ts';
import { lumpSumCode, PARAMETER_REFUSED, type LumpSumItemCode } from '../../contract/lumpSumCodes.ts';
import { cutText } from '../../contract/text.ts';
import type { DetailValues, RecordValues } from './values.ts';

export const issuanceStatuses = ['to_be_issued', 'not_issued'] as const;
export const issuanceWays = ['with_salary', 'with_cash', 'with_year_end_bonus'] as const;

const REMARK_CHARACTERS_MAX = 3000;
/** Most currencies, and so most bonus items, have no more. */
const USUAL_DECIMALS = 2;
const MONTHS_MAX = 2_147_483_647;

/** A problem that we found ourselves, under the code that Feishu documents for it. */
export function problem(
  code: LumpSumItemCode | typeof PARAMETER_REFUSED,
  field: string,
  detail: string,
): RecordProblem {
  const words = lumpSumCode(code)?.en ?? 'param is invalid';
  return { code, field, message: `${words}: ${detail}`, foundBy: 'us' };
}

/**
 * Everything that is wrong with the values of one record by Feishu's documented rules, as far as the members that are
 * there can tell: a row of a file is judged by what it says, the whole record once it has been read.
 *
 * @param mostDecimals of an amount: what the record uses now, at least 2, since the bonus item's own rule cannot be read
 */
export function problemsOfValues(
  values: RecordValues,
  mostDecimals: number = USUAL_DECIMALS,
): RecordProblem[] {
  const decimals = Math.max(mostDecimals, USUAL_DECIMALS);
  return [
    ...problemsOfRecord(values, decimals),
    ...(values.details ?? []).flatMap((detail, at) => problemsOfDetail(detail, at, values, decimals)),
    ...problemsOfSum(values),
  ];
}

function problemsOfRecord(values: RecordValues, decimals: number): RecordProblem[] {
  const { totalAmount, currencyId, issuanceFrequency, bindingPeriod, bindingPeriodDecimal, remark } = values;
  const { referencePeriodStartDate: start, referencePeriodEndDate: end } = values;
  return [
    ...(totalAmount === undefined ? [] : problemsOfAmount('21270203', 'totalAmount', totalAmount, decimals)),
    ...when(currencyId === '', '21270209', 'currencyId', 'it is empty'),
    ...problemsOfFrequency(issuanceFrequency, values.details?.length),
    ...when(
      bindingPeriod !== undefined && !isMonths(bindingPeriod),
      '21270227',
      'bindingPeriod',
      `got ${String(bindingPeriod)}`,
    ),
    ...when(
      isGiven(bindingPeriodDecimal) && readPlainDecimal(bindingPeriodDecimal) === undefined,
      PARAMETER_REFUSED,
      'bindingPeriodDecimal',
      `must be a plain decimal, got ${shown(bindingPeriodDecimal)}`,
    ),
    ...when(
      remark !== undefined && lengthOf(remark) > REMARK_CHARACTERS_MAX,
      '21270210',
      'remark',
      `it has ${lengthOf(remark ?? '')} characters, ${REMARK_CHARACTERS_MAX} are allowed`,
    ),
    ...badDate('referencePeriodStartDate', start),
    ...badDate('referencePeriodEndDate', end),
    ...when(
      isDate(start) && isDate(end) && start > end,
      PARAMETER_REFUSED,
      'referencePeriodEndDate',
      `${shown(end)} is before the start, ${shown(start)}`,
    ),
  ];
}

function problemsOfFrequency(frequency: number | undefined, details: number | undefined): RecordProblem[] {
  if (frequency === undefined) return [];
  const field = 'issuanceFrequency';
  if (!Number.isSafeInteger(frequency) || frequency <= 0) {
    return [problem('21270208', field, `got ${String(frequency)}`)];
  }
  return when(
    details !== undefined && details !== frequency,
    '21270207',
    field,
    `it is ${frequency}, and there are ${details ?? 0} details`,
  );
}

function problemsOfDetail(
  detail: DetailValues,
  at: number,
  record: RecordValues,
  decimals: number,
): RecordProblem[] {
  const field = (name: string): string => `details[${at}].${name}`;
  const { issuanceAmount, issuanceStatus, issuanceWay, issuanceTime, belongTime } = detail;
  return [
    ...(issuanceAmount === undefined
      ? []
      : problemsOfAmount('21270211', field('issuanceAmount'), issuanceAmount, decimals)),
    ...notOneOf('21270215', field('issuanceStatus'), issuanceStatus, issuanceStatuses),
    ...notOneOf('21270214', field('issuanceWay'), issuanceWay, issuanceWays),
    ...when(
      issuanceTime !== undefined && !isDate(issuanceTime),
      '21270213',
      field('issuanceTime'),
      `must be a date such as 2024-08-20, got ${shown(issuanceTime)}`,
    ),
    ...when(
      belongTime !== undefined && !isDate(belongTime),
      '21270230',
      field('belongTime'),
      `must be a date such as 2024-08-20, got ${shown(belongTime)}`,
    ),
    ...when(
      isDate(belongTime) && isDate(issuanceTime) && belongTime > issuanceTime,
      '21270229',
      field('belongTime'),
      `${shown(belongTime)} is after ${shown(issuanceTime)}`,
    ),
    ...problemsOfPeriod(detail, field, record),
  ];
}

function problemsOfPeriod(
  detail: DetailValues,
  field: (name: string) => string,
  record: RecordValues,
): RecordProblem[] {
  const { detailReferencePeriodStartDate: start, detailReferencePeriodEndDate: end } = detail;
  const startField = field('detailReferencePeriodStartDate');
  const endField = field('detailReferencePeriodEndDate');
  // Only where both are named: what a file's row leaves out may be there at Feishu.
  const half = start !== undefined && end !== undefined && isGiven(start) !== isGiven(end);
  const dated = isDate(start) && isDate(end);
  return [
    ...when(half, '21270239', isGiven(start) ? endField : startField, 'only one of the two is given'),
    ...badDate(startField, start),
    ...badDate(endField, end),
    ...when(dated && start > end, '21270240', startField, `${shown(start)} is after ${shown(end)}`),
    ...(dated ? outsideRecord(startField, { start, end }, record) : []),
  ];
}

function outsideRecord(
  field: string,
  { start, end }: { readonly start: string; readonly end: string },
  { referencePeriodStartDate: from, referencePeriodEndDate: to }: RecordValues,
): RecordProblem[] {
  const outside = (isDate(from) && start < from) || (isDate(to) && end > to);
  return when(outside, '21270241', field, `${start} to ${end} is not within ${shown(from)} to ${shown(to)}`);
}

function problemsOfSum({ totalAmount, details }: RecordValues): RecordProblem[] {
  if (totalAmount === undefined || details === undefined) return [];
  const amounts = details.flatMap(({ issuanceAmount }) => issuanceAmount ?? []);
  if (amounts.length < details.length || addsUp(amounts, totalAmount)) return [];
  return [
    problem(
      '21270206',
      'totalAmount',
      `the details make ${sumOfDecimals(amounts)}, the total is ${totalAmount}`,
    ),
  ];
}

function problemsOfAmount(
  formatCode: '21270203' | '21270211',
  field: string,
  amount: string,
  decimals: number,
): RecordProblem[] {
  if (readPlainDecimal(amount) === undefined) {
    return [problem(formatCode, field, `must be a plain decimal such as "2000.00", got ${shown(amount)}`)];
  }
  return when(
    decimalsOf(amount) > decimals,
    '21270205',
    field,
    `at most ${decimals} decimals here, got ${shown(amount)}`,
  );
}

function notOneOf(
  code: '21270214' | '21270215',
  field: string,
  value: string | undefined,
  allowed: readonly string[],
): RecordProblem[] {
  const wrong = value !== undefined && !allowed.includes(value);
  return when(wrong, code, field, `must be ${allowed.join(' or ')}, got ${shown(value)}`);
}

function badDate(field: string, value: string | undefined): RecordProblem[] {
  const wrong = isGiven(value) && !isDate(value);
  return when(wrong, PARAMETER_REFUSED, field, `must be a date such as 2024-08-01, got ${shown(value)}`);
}

function when(
  wrong: boolean,
  code: LumpSumItemCode | typeof PARAMETER_REFUSED,
  field: string,
  detail: string,
): RecordProblem[] {
  return wrong ? [problem(code, field, detail)] : [];
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function isMonths(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MONTHS_MAX;
}

/** A day that exists, written as Feishu writes it; such texts sort as the days do. */
function isDate(text: string | undefined): text is string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  // A day that its month does not have is one of another month.
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

/** Characters as people count them: one outside the basic plane is one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function shown(text = ''): string {
  return JSON.stringify(cutText(text, 60, '...'));
}
