import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { integerText, numberText, readJson } from '../json.ts';
import { compare, fromFen, normal } from '../money.ts';
import type { Settings } from '../settings.ts';
import type { Selector } from './accounts.ts';
import { business } from './envelope.ts';

/** A detail as the wire has it. Two selectors are accepted: the document says which one counts. */
const accountFields = {
  accountUserId: integerText
    .refine((text) => /^[1-9]\d{0,10}$/.test(text), 'expected 1 to 11 digits')
    .optional(),
  externalCode: z.string().min(1).max(30).optional(),
  isPlatform: z.boolean().optional(),
};

const withdrawBody = z.object({
  orderId: z.string().min(1).max(60),
  details: z.array(z.object({ ...accountFields, withdrawAmount: numberText })).min(1),
  summary: z.string().optional(),
});
const queryBody = z.object({ orderId: z.string().min(1).max(60) });
const balanceBody = z.object({ details: z.array(z.object(accountFields)).min(1) });

export interface WithdrawOrder {
  readonly orderId: string;
  /** yuan, two decimals */
  readonly details: readonly { readonly selector: Selector; readonly amount: string }[];
  readonly summary?: string;
}

type Read<T> = { readonly order: T } | { readonly refused: Answer };

function missing(field: string): { refused: Answer } {
  return { refused: business(1001, `缺少字段: ${field}`) };
}

function readAs<Schema extends z.ZodType>(text: string, schema: Schema): Read<z.output<Schema>> {
  const json = readJson(text);
  if (json === null) return missing('bizContent is not JSON');
  const read = schema.safeParse(json.value);
  if (read.success) return { order: read.data };
  return missing(read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
}

/** The documented precedence; null where a detail names no account. `isPlatform: false` names none. */
function selectorOf(detail: z.output<z.ZodObject<typeof accountFields>>): Selector | null {
  if (detail.accountUserId !== undefined) return { by: 'id', accountUserId: detail.accountUserId };
  if (detail.externalCode !== undefined) return { by: 'code', externalCode: detail.externalCode };
  return detail.isPlatform === true ? { by: 'platform' } : null;
}

/** A wire amount in yuan, or null where 2001 is due: not above zero, too many decimals or digits, an exponent. */
function yuanOf(literal: string, unit: Settings['allinpay']['amountUnit']): string | null {
  const plain = unit === 'yuan' ? /^\d+(\.\d{1,2})?$/ : /^\d+$/;
  if (!plain.test(literal) || literal.replace('.', '').length > 14) return null;
  const yuan = unit === 'yuan' ? normal(literal) : fromFen(literal);
  return compare(yuan, '0') > 0 ? yuan : null;
}

export function readWithdraw(text: string, settings: Settings['allinpay']): Read<WithdrawOrder> {
  const read = readAs(text, withdrawBody);
  if ('refused' in read) return read;
  const { orderId, summary } = read.order;
  if ((summary ?? '').length > settings.summaryLength)
    return missing(`summary: at most ${settings.summaryLength}`);
  const details: { selector: Selector; amount: string }[] = [];
  for (const [place, detail] of read.order.details.entries()) {
    const selector = selectorOf(detail);
    if (selector === null)
      return missing(`details.${place}: accountUserId, externalCode, isPlatform必传一个`);
    const amount = yuanOf(detail.withdrawAmount, settings.amountUnit);
    if (amount === null)
      return { refused: business(2001, `数量或金额错误: details.${place}.withdrawAmount`) };
    details.push({ selector, amount });
  }
  return { order: { orderId, details, ...(summary === undefined ? {} : { summary }) } };
}

export function readQuery(text: string): Read<{ orderId: string }> {
  return readAs(text, queryBody);
}

export function readBalance(text: string): Read<{ selectors: Selector[] }> {
  const read = readAs(text, balanceBody);
  if ('refused' in read) return read;
  const selectors = read.order.details.map(selectorOf);
  const known = selectors.filter((selector) => selector !== null);
  if (known.length < selectors.length)
    return missing('details: accountUserId, externalCode, isPlatform必传一个');
  return { order: { selectors: known } };
}

const loose = z.object({
  orderId: z.string().optional().catch(undefined),
  details: z.array(z.object(accountFields).catch({})).optional().catch(undefined),
});

/** Order id and accounts of a request whatever else is wrong with it, for fault rules and the ledger. */
export function glance(text: string | null): {
  readonly orderId?: string;
  readonly selectors: readonly Selector[];
} {
  const read = loose.safeParse(text === null ? undefined : readJson(text)?.value);
  if (!read.success) return { selectors: [] };
  const { orderId, details = [] } = read.data;
  const selectors = details.map(selectorOf).filter((selector) => selector !== null);
  return { selectors, ...(orderId === undefined ? {} : { orderId }) };
}
