import { selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import type { AllinpayDetail } from '../../contract/allinpayWithdrawal.ts';
import { isZero, sum, toAmount } from '../../contract/money.ts';
import type { OrderLine } from '../../providers/allinpay/wire.ts';

/** Whether the provider's order is ours, and if so what became of each of our details. */
export type Match =
  | { readonly kind: 'ours'; readonly details: readonly AllinpayDetail[] }
  | ({ readonly kind: 'conflict' } & Conflict);

/** The provider has our order id with other accounts or amounts. */
export interface Conflict {
  /** what is not ours, for a person to read */
  readonly differences: readonly string[];
  /** the provider's order in our form, for a person who takes it over */
  readonly theirs: readonly AllinpayDetail[];
}

/** A line of the answer, with the amounts asked that it may stand for. */
interface Line {
  readonly line: OrderLine;
  readonly fits: (amount: string) => boolean;
}

/** `referenceType` 11 is 大B, the platform itself. */
const PLATFORM = '11';
const MOST_DIFFERENCES = 5;
const UNTOLD = 'the answer does not tell this detail from others of the same amount';

/**
 * Holds the provider's lines against ours as a set of (account, amount); the place in the list says nothing. Three
 * passes, the surest first: a serial number learnt earlier (it tells lines apart, it does not excuse another account),
 * the account as we named it, and, for lines that don't say what we named (asked by externalCode, answered by
 * accountUserId), the amount. A line under another serial number than the one learnt is another transfer, though account
 * and amount are the same. A line left over is not ours.
 */
export function matchDetails(ours: readonly AllinpayDetail[], lines: readonly OrderLine[]): Match {
  const left = new Set(lines.map((line): Line => ({ line, fits: amountRule(line) })));
  const found = new Map<AllinpayDetail, AllinpayDetail>();
  claimBySerialNumber(ours, left, found);
  claimByAccount(ours, left, found);
  claimByAmount(ours, left, found);
  if (left.size > 0) {
    const differences = [...left].slice(0, MOST_DIFFERENCES).map((line) => describe(line, ours));
    return { kind: 'conflict', differences, theirs: lines.map(detailOf) };
  }
  return { kind: 'ours', details: ours.map((detail) => found.get(detail) ?? detail) };
}

/**
 * `withdrawAmount` is what arrives, so it may be what was asked or that less the fee. Absent, or zero on a line that is
 * not settled, it says nothing about what was asked.
 */
function amountRule({ arrived, fee, status }: OrderLine): (amount: string) => boolean {
  if (arrived === undefined || (status !== 'settled' && isZero(arrived))) return () => true;
  const meant = new Set([toAmount(arrived), sum([arrived, fee ?? '0'])]);
  return (amount) => meant.has(toAmount(amount));
}

type Found = Map<AllinpayDetail, AllinpayDetail>;

function claimBySerialNumber(ours: readonly AllinpayDetail[], left: Set<Line>, found: Found): void {
  for (const detail of ours) {
    if (detail.withdrawTId === undefined) continue;
    const line = [...left].find((candidate) => candidate.line.withdrawTId === detail.withdrawTId);
    if (line === undefined || !line.fits(detail.amount) || !mayBeAccount(line.line, detail)) continue;
    left.delete(line);
    found.set(detail, learn(detail, line.line));
  }
}

/** Claims only where one line and one detail name each other; what is doubtful is left to the amounts. */
function claimByAccount(ours: readonly AllinpayDetail[], left: Set<Line>, found: Found): void {
  const open = ours.filter((detail) => !found.has(detail));
  const named = open.map((detail) => ({
    detail,
    lines: [...left].filter(
      ({ line, fits }) => namesAccount(line, detail) && fits(detail.amount) && mayBeTransfer(line, detail),
    ),
  }));
  for (const { detail, lines } of named) {
    const [only, ...more] = lines;
    if (only === undefined || more.length > 0) continue;
    if (named.some((other) => other.detail !== detail && other.lines.includes(only))) continue;
    left.delete(only);
    found.set(detail, learn(detail, only.line));
  }
}

function claimByAmount(ours: readonly AllinpayDetail[], left: Set<Line>, found: Found): void {
  const open = ours.filter((detail) => !found.has(detail));
  const amounts = new Set(open.map((detail) => toAmount(detail.amount)));
  for (const amount of amounts) {
    const group = open.filter((detail) => toAmount(detail.amount) === amount);
    const lines = [...left].filter(
      ({ line, fits }) =>
        fits(amount) && group.some((detail) => mayBeAccount(line, detail) && mayBeTransfer(line, detail)),
    );
    const claimed = lines.slice(0, group.length);
    for (const line of claimed) left.delete(line);
    for (const [detail, told] of tell(group, claimed)) found.set(detail, told);
  }
}

/** One line for one detail tells all; several that agree tell the status; several that differ tell nothing certain. */
function tell(
  group: readonly AllinpayDetail[],
  claimed: readonly Line[],
): [AllinpayDetail, AllinpayDetail][] {
  const [first] = claimed;
  if (first === undefined) return [];
  if (group.length === 1) return group.map((detail) => [detail, learn(detail, first.line)]);
  const agree =
    claimed.length === group.length && claimed.every(({ line }) => line.status === first.line.status);
  return group.map((detail, index) => {
    const line = claimed[index]?.line ?? first.line;
    return [detail, agree ? learnWithoutSerial(detail, line) : untold(detail)];
  });
}

function namesAccount(line: OrderLine, detail: AllinpayDetail): boolean {
  const account = selectorOf(detail);
  if ('accountUserId' in account) return line.accountUserId === String(account.accountUserId);
  if ('externalCode' in account) return line.externalCode === account.externalCode;
  return line.referenceType === PLATFORM;
}

/** Whether the line could stand for the account: it says it, or says nothing of what we named. */
function mayBeAccount(line: OrderLine, detail: AllinpayDetail): boolean {
  const account = selectorOf(detail);
  if (namesAccount(line, detail)) return true;
  if ('accountUserId' in account) return line.accountUserId === undefined;
  if ('externalCode' in account) return line.externalCode === undefined;
  return line.referenceType === undefined;
}

function mayBeTransfer({ withdrawTId }: OrderLine, detail: AllinpayDetail): boolean {
  return withdrawTId === undefined || detail.withdrawTId === undefined || withdrawTId === detail.withdrawTId;
}

/** What a line says of our detail. A final status stays: money does not come back by an answer that changed its mind. */
function learn(detail: AllinpayDetail, line: OrderLine): AllinpayDetail {
  const learnt = learnWithoutSerial(detail, line);
  return line.withdrawTId === undefined ? learnt : { ...learnt, withdrawTId: line.withdrawTId };
}

function learnWithoutSerial(detail: AllinpayDetail, line: OrderLine): AllinpayDetail {
  if (detail.status !== 'pending') return detail;
  const { reason, ...known } = detail;
  switch (line.status) {
    case 'pending':
      return known;
    case 'settled':
      return {
        ...known,
        status: 'settled',
        ...(line.arrived === undefined ? {} : { arrived: line.arrived }),
        ...(line.fee === undefined ? {} : { fee: line.fee }),
      };
    case 'failed':
      return {
        ...known,
        status: 'failed',
        ...(line.statusText === undefined ? {} : { reason: line.statusText }),
      };
  }
}

function detailOf(line: OrderLine): AllinpayDetail {
  const amount = toAmount(line.arrived ?? '0');
  return learn({ ...accountOf(line), amount, status: 'pending' }, line);
}

function accountOf({ externalCode, accountUserId, referenceType }: OrderLine): AccountSelector {
  if (externalCode !== undefined) return { externalCode };
  if (accountUserId !== undefined && referenceType !== PLATFORM)
    return { accountUserId: Number(accountUserId) };
  return { isPlatform: true };
}

function untold(detail: AllinpayDetail): AllinpayDetail {
  return detail.status === 'pending' ? { ...detail, reason: UNTOLD } : detail;
}

function describe({ line, fits }: Line, ours: readonly AllinpayDetail[]): string {
  const { accountUserId, externalCode, referenceType, arrived, fee } = line;
  const account =
    externalCode ?? accountUserId ?? (referenceType === PLATFORM ? 'the platform' : 'an unnamed account');
  const text = `${account}: ${arrived ?? 'no amount'}${fee === undefined ? '' : ` (fee ${fee})`}`;
  const followed = ours.find(
    (detail) => mayBeAccount(line, detail) && fits(detail.amount) && !mayBeTransfer(line, detail),
  );
  if (followed === undefined) return text;
  return `${text}, by serial number ${line.withdrawTId} and not ${followed.withdrawTId}: another transfer`;
}
