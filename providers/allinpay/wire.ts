import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { oneLine } from '../http/outcome.ts';
import { wireDecimal, wireId, wireInteger, wireIntegerOrText, wireObject } from '../http/wireJson.ts';
import { fromWireAmount, type AmountUnit } from './amount.ts';

/** Which account is meant. `accountUserId` is the provider's integer, as digits. */
export type AccountSelector =
  { readonly accountUserId: string } | { readonly externalCode: string } | { readonly isPlatform: true };

/** One detail of an order, as the provider has it. Money in yuan with two decimals. */
export interface OrderLine {
  readonly accountUserId?: string;
  readonly accountSetNo?: string;
  readonly referenceType?: string;
  readonly externalCode?: string;
  readonly withdrawTId?: string;
  /** What arrived or is to arrive in the account (实际到账金额). */
  readonly arrived?: string;
  readonly fee?: string;
  readonly status: 'pending' | 'settled' | 'failed';
  /** The provider's words for the status, or for the failure. */
  readonly statusText?: string;
}

/** The balances of one account, in yuan with two decimals; any of them may be negative. */
export interface BalanceLine {
  readonly accountUserId: string;
  readonly accountSetNo: string;
  readonly referenceType: string;
  readonly externalCode?: string;
  readonly shopName?: string;
  readonly accountName?: string;
  readonly balance: string;
  readonly frozenBalance: string;
  readonly availableBalance: string;
  readonly withdrawBalance: string;
}

/**
 * A selector in the provider's form.
 * @throws RangeError for an account id that is no JSON integer: the caller has checked that.
 */
export function toWireSelector(selector: AccountSelector): Record<string, unknown> {
  if (!('accountUserId' in selector)) return { ...selector };
  if (!/^(?:0|[1-9]\d{0,18})$/.test(selector.accountUserId))
    throw new RangeError('accountUserId must be an integer');
  return { accountUserId: new LosslessNumber(selector.accountUserId) };
}

const STATUS_TEXT_LIMIT = 200;
const text = z.string().max(512);

/** Ids that only describe a line: an empty text is what some serialisers write for none. */
const optionalId = z.union([wireInteger, z.string().max(128)]).nullish();

function money(unit: AmountUnit) {
  return wireDecimal.transform((digits, context) => {
    const yuan = fromWireAmount(digits, unit);
    if (yuan !== undefined) return yuan;
    context.addIssue({ code: 'custom', message: 'not an amount of the configured unit' });
    return z.NEVER;
  });
}

const notNegative = (yuan: string): boolean => !yuan.startsWith('-');

const status = wireIntegerOrText.pipe(z.enum(['1', '2', '3'])).nullish();
const STATUSES = { '1': 'pending', '2': 'settled', '3': 'failed' } as const;

function order(unit: AmountUnit) {
  return z.looseObject({
    orderId: wireId,
    details: z
      .array(
        wireObject({
          accountUserId: optionalId,
          accountSetNo: optionalId,
          referenceType: optionalId,
          externalCode: optionalId,
          withdrawTId: optionalId,
          withdrawAmount: money(unit).refine(notNegative).nullish(),
          fee: money(unit).refine(notNegative).nullish(),
          withdrawStatus: status,
          withdrawStatusDesc: z.string().nullish(),
        }),
      )
      .nullish(),
  });
}

// Made once: zod compiles each schema that it is given, which takes longer than reading an answer.
const ORDERS = { yuan: order('yuan'), fen: order('fen') };

/**
 * Reads `data` of withdraw and of withdrawResultQuery, or undefined when it cannot be understood in full: a status that
 * nobody documented, say. No status is `pending`; no list of details is an empty list.
 */
export function readOrder(
  data: unknown,
  unit: AmountUnit,
): { orderId: string; lines: OrderLine[] } | undefined {
  const answer = ORDERS[unit].safeParse(data).data;
  if (answer === undefined) return undefined;
  const lines = (answer.details ?? []).map((line) => ({
    ...given('accountUserId', line.accountUserId),
    ...given('accountSetNo', line.accountSetNo),
    ...given('referenceType', line.referenceType),
    ...given('externalCode', line.externalCode),
    // Zero numbers nothing: what some serialisers write before there is a number.
    ...given('withdrawTId', line.withdrawTId === '0' ? null : line.withdrawTId),
    ...given('arrived', line.withdrawAmount),
    ...given('fee', line.fee),
    status: STATUSES[line.withdrawStatus ?? '1'],
    ...given('statusText', line.withdrawStatusDesc && oneLine(line.withdrawStatusDesc, STATUS_TEXT_LIMIT)),
  }));
  return { orderId: answer.orderId, lines };
}

function balances(unit: AmountUnit) {
  return z.array(
    z.looseObject({
      accountUserId: wireId,
      accountSetNo: wireId,
      referenceType: wireId,
      externalCode: optionalId,
      shopName: text.nullish(),
      accountName: text.nullish(),
      balance: money(unit),
      frozenBalance: money(unit),
      availableBalance: money(unit),
      withdrawBalance: money(unit),
    }),
  );
}

const BALANCES = { yuan: balances('yuan'), fen: balances('fen') };

const list = z.array(z.unknown());
const holder = z.looseObject({ details: list });

/**
 * Reads the answer of balanceQuery, or undefined when a member is missing or wrong. The page specifies `details` at the
 * top and shows `data`: a list in `data`, in `data.details` or in `details` is taken, in this order.
 */
export function readBalances(
  inner: { readonly data?: unknown },
  unit: AmountUnit,
): BalanceLine[] | undefined {
  const lines =
    list.safeParse(inner.data).data ??
    holder.safeParse(inner.data).data?.details ??
    holder.safeParse(inner).data?.details;
  return BALANCES[unit].safeParse(lines).data?.map((line) => ({
    accountUserId: line.accountUserId,
    accountSetNo: line.accountSetNo,
    referenceType: line.referenceType,
    ...given('externalCode', line.externalCode),
    ...given('shopName', line.shopName),
    ...given('accountName', line.accountName),
    balance: line.balance,
    frozenBalance: line.frozenBalance,
    availableBalance: line.availableBalance,
    withdrawBalance: line.withdrawBalance,
  }));
}

/** The member, or nothing when the provider left it out, sent null or an empty text. */
function given<Name extends string>(
  name: Name,
  value: string | null | undefined,
): { readonly [N in Name]?: string } {
  const member: { [N in Name]?: string } = {};
  if (value) member[name] = value;
  return member;
}
