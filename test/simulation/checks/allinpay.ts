import type { AllinpayWithdrawalResult } from '../../../contract/allinpayWithdrawal.ts';
import { mustHold } from '../engine/broken.ts';
import type { AllinpayBook, Booking } from '../providers/allinpayBook.ts';
import type { Run } from '../server/run.ts';
import { accountOf } from '../workload/allinpayOrders.ts';
import { timesSaid, type Case } from '../workload/case.ts';

export const fenOf = (yuan: string): number => Math.round(Number(yuan) * 100);

/** What holds for every answer of the query, whenever it is asked. @param before the answer before, of the same run */
export function checkSnapshot(
  now: AllinpayWithdrawalResult,
  before: AllinpayWithdrawalResult | undefined,
): void {
  const { settled, failed, pending, asked, adopted } = now;
  const parts = fenOf(settled) + fenOf(failed) + fenOf(pending);
  mustHold(
    parts === fenOf(adopted ?? asked),
    'sums',
    () => `${now.orderId}: ${asked} is not ${settled} + ${failed} + ${pending}`,
  );
  if (before === undefined || before.adopted !== now.adopted) return;
  before.details.forEach((detail, at) => {
    const later = now.details[at];
    mustHold(
      detail.status === 'pending' || later?.status === detail.status,
      'a final status stays',
      () => `${now.orderId} ${accountOf({ ...detail })}: ${detail.status}, then ${later?.status ?? 'gone'}`,
    );
  });
}

/** Never twice: every booking but one was asked for by a person. */
export function checkBookings(of: Case, book: AllinpayBook): void {
  const bookings = book.of(of.orderId);
  const allowed = 1 + timesSaid(of, 'resubmit', 'notSubmitted');
  mustHold(
    bookings.length <= allowed,
    'never twice',
    () => `${of.orderId} was booked ${bookings.length} times, people explain ${allowed}`,
  );
}

/** What a closed run says against what the books hold in the end. */
export function checkEnd(of: Case, run: Run, result: AllinpayWithdrawalResult, book: AllinpayBook): void {
  if (run.status === 'COMPLETED') checkCompleted(of, result, book);
  else if (run.status === 'FAILED' || run.status === 'CANCELED') checkFailed(of, run, result, book);
}

/**
 * What a later run sends is not this one's. A payout that somebody cancelled speaks of this run alone: it says that it
 * sent nothing, whatever runs before it did.
 */
function checkFailed(of: Case, run: Run, result: AllinpayWithdrawalResult, book: AllinpayBook): void {
  const closedAt = run.closedAt ?? 0;
  const type = run.failure?.applicationFailureInfo?.type ?? 'Cancelled';
  const counted = book.of(of.orderId).filter(({ asked }) => {
    if (asked === undefined || asked.sentAt > closedAt) return false;
    const ofPeople = type === 'Cancelled' || type === 'ApprovalRefused';
    return !ofPeople || asked.runId === run.identity.runId;
  });
  const noMoneyMoves = counted.every(({ lines }) => lines.every(({ final }) => final === 'failed'));
  mustHold(
    noMoneyMoves || result.statedBy !== undefined || timesSaid(of, 'notSubmitted', 'abandon', 'adopt') > 0,
    'failed means no money moved',
    () => `${of.orderId} ended as ${type} (${result.problems?.[0]?.message ?? ''}) and money moves`,
  );
}

function checkCompleted(of: Case, result: AllinpayWithdrawalResult, book: AllinpayBook): void {
  const bookings = book.of(of.orderId);
  mustHold(bookings.length > 0, 'completed means money moved', () => `${of.orderId} was never booked`);
  mustHold(
    result.pending === '0.00' && result.attention === null,
    'completed means decided',
    () => `${of.orderId} completed with ${result.pending} pending`,
  );
  if (result.adopted !== undefined) return;
  mustHold(
    bookings.some((booking) => agrees(result, booking)),
    'completed as the ledger has it',
    () => `${of.orderId}: ${JSON.stringify(result.details)} is not ${JSON.stringify(bookings)}`,
  );
  const isSettled = result.details.every(({ status }) => status === 'settled');
  mustHold(
    result.status === (isSettled ? 'settled' : 'partiallySettled'),
    'completed as the ledger has it',
    () => `${of.orderId} says ${result.status}`,
  );
}

function agrees(result: AllinpayWithdrawalResult, { lines }: Booking): boolean {
  return result.details.every((detail) => {
    const line = lines.find(({ account }) => account === accountOf({ ...detail }));
    return line !== undefined && line.final === detail.status && line.asked === fenOf(detail.amount);
  });
}
