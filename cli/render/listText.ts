import type { PayoutSummary } from '../../clients/description.ts';
import type { Waits } from '../../clients/follow/overview.ts';
import { counted, table } from './text.ts';
import { waitsText } from './waitsText.ts';

/** A payout of a wide list: with what it waits for, where it is open and could be asked. */
export interface WideRow extends PayoutSummary {
  readonly waits: Waits | undefined;
}

const COLUMNS = ['payout', 'asked', 'by', 'status', 'run', 'attention', 'batch', 'started', 'closed'];

const TITLES = { by: 'asked by' };

/** One row a payout, as the server's index has it: a moment behind. */
export function listText(payouts: readonly PayoutSummary[], limit: number): string {
  return withCount(table(COLUMNS, payouts.map(cellsOf), TITLES), payouts.length, limit);
}

/** @param now ms */
export function wideListText(payouts: readonly WideRow[], limit: number, now: number): string {
  const rows = payouts.map((payout) => [
    payout.workflowId,
    askedText(payout),
    payout.requestedBy ?? '-',
    payout.status ?? '-',
    payout.execution,
    payout.execution === 'open' ? ageText(payout.startedAt, now) : '-',
    reasonsText(payout, now),
    payout.waits === undefined ? '-' : waitsText(payout.waits) || 'not known: no worker answered',
  ]);
  const columns = ['payout', 'asked', 'by', 'status', 'run', 'age', 'reasons', 'note'];
  return withCount(table(columns, rows, { ...TITLES, note: 'waits for' }), payouts.length, limit);
}

function cellsOf(payout: PayoutSummary): string[] {
  return [
    payout.workflowId,
    askedText(payout),
    payout.requestedBy ?? '-',
    payout.status ?? '-',
    payout.execution,
    payout.needsAttention ? 'yes' : '',
    payout.batchId ?? '-',
    payout.startedAt,
    payout.closedAt ?? '-',
  ];
}

/** What was asked for: an amount, the bonuses of an account, or how many records; `-` where it is not told yet. */
function askedText({ workflowType, asked, currency, bonusTypes, size }: PayoutSummary): string {
  if (asked !== undefined && currency !== undefined) return `${asked} ${currency}`;
  if (bonusTypes !== undefined) return bonusTypes.join(' and ');
  return workflowType === 'lumpSumCorrection' && size !== undefined ? counted(size, 'record') : '-';
}

function withCount(text: string, count: number, limit: number): string {
  const more = count === limit ? ', there may be more: --limit' : '';
  return `${text}\n${counted(count, 'payout')}${more}`;
}

function reasonsText({ attention, attentionSince }: PayoutSummary, now: number): string {
  if (attention.length === 0) return '';
  const age = attentionSince === undefined ? '' : ` (${ageText(attentionSince, now)})`;
  return `${attention.join(', ')}${age}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @returns such as `3 d 4 h`, `2 h 5 min` or `7 min` */
export function ageText(since: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(since));
  const [days, hours, minutes] = [
    Math.floor(ms / DAY),
    Math.floor((ms % DAY) / HOUR),
    Math.floor((ms % HOUR) / MINUTE),
  ];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
