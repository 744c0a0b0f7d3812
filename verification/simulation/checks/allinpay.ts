import type { AllinpayDetail, AllinpayWithdrawalResult } from '../../../contract/flows/allinpayWithdrawal.ts';
import { mustHold } from '../engine/broken.ts';
import type { AllinpayBook, Booking } from '../providers/allinpayBook.ts';
import type { RunRef } from '../server/activityOrder.ts';
import type { Run } from '../server/run.ts';
import { accountOf } from '../workload/allinpayOrders.ts';
import { timesSaid, type Case } from '../workload/case.ts';
import { isStated, speaksOfItself } from './stated.ts';

export const fenOf = (yuan: string): number => Math.round(Number(yuan) * 100);

/** What holds for every answer of the query, whenever it is asked. */
export function checkSnapshot(now: AllinpayWithdrawalResult): void {
  const { settled, failed, pending, asked, adopted } = now;
  const parts = fenOf(settled) + fenOf(failed) + fenOf(pending);
  mustHold(
    parts === fenOf(adopted ?? asked),
    'sums',
    () => `${now.orderId}: ${asked} is not ${settled} + ${failed} + ${pending}`,
  );
}

/**
 * Money does not come back by an answer that changed its mind: what is final for a detail stays so. And of an account
 * nothing is told but what the books have of it: no status and no serial number of another one.
 */
export class FinalStatuses {
  readonly #book: AllinpayBook;
  /** by run, then by place and account */
  readonly #final = new Map<string, Map<string, string>>();

  constructor(book: AllinpayBook) {
    this.#book = book;
  }

  /** @param answer of any activity */
  check({ runId, workflowId }: RunRef, answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    const { outcome, details = [] } = answer as Partial<{
      outcome: string;
      details: readonly AllinpayDetail[];
    }>;
    // A person may take over what the provider has: that begins anew.
    if (outcome === 'conflict') this.#final.delete(runId);
    const final = this.#final.get(runId) ?? new Map<string, string>();
    this.#final.set(runId, final);
    for (const [at, detail] of details.entries()) {
      // An order that was taken over may name one account twice.
      const account = `${at} ${accountOf({ ...detail })}`;
      const before = final.get(account) ?? detail.status;
      mustHold(
        before === detail.status,
        'a final status stays',
        () => `${runId} ${account}: ${before}, then ${detail.status}`,
      );
      if (detail.status !== 'pending') final.set(account, detail.status);
      mustHold(
        detail.statedBy !== undefined || this.#isInTheBooks(workflowId, detail),
        'nothing is told of one account that is another’s',
        () => `${workflowId}: ${JSON.stringify(detail)} of ${JSON.stringify(this.#book.bookings)}`,
      );
    }
  }

  #isInTheBooks(workflowId: string, detail: AllinpayDetail): boolean {
    const { status, withdrawTId } = detail;
    if (status === 'pending' && withdrawTId === undefined) return true;
    return this.#book.bookings
      .filter(({ orderId }) => workflowId.endsWith(`/${orderId}`))
      .flatMap(({ lines }) => lines)
      .some(
        (line) =>
          this.#book.isSame(line.account, accountOf({ ...detail })) &&
          (status === 'pending' || status === this.#book.statusOf(line)) &&
          (withdrawTId === undefined || withdrawTId === line.serial),
      );
  }
}

/** Never twice: every booking but one was asked for by a person. */
export function checkBookings(of: Case, book: AllinpayBook): void {
  const bookings = book.of(of.orderId);
  const allowed = 1 + timesSaid(of, 'resubmit', 'notSubmitted', 'recordOutcome');
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
  mustHold(
    fenOf(result.pending) === 0,
    'failed means nothing pending',
    () => `${of.orderId} failed with ${result.pending} pending`,
  );
  const closedAt = run.closedAt ?? 0;
  const type = run.failure?.applicationFailureInfo?.type ?? 'Cancelled';
  const counted = book.of(of.orderId).filter(({ asked }) => {
    if (asked === undefined || asked.sentAt > closedAt) return false;
    return !speaksOfItself(type) || asked.runId === run.identity.runId;
  });
  const stated = isStated(of, run, result.statedBy);
  const noMoneyMoves = counted.every(({ lines }) => lines.every(({ final }) => final === 'failed'));
  mustHold(
    noMoneyMoves || stated,
    'failed means no money moved',
    () => `${of.orderId} ended as ${type} (${result.problems?.[0]?.message ?? ''}) and money moves`,
  );
}

function checkCompleted(of: Case, result: AllinpayWithdrawalResult, book: AllinpayBook): void {
  const bookings = book.of(of.orderId);
  const saidByPerson = result.details.some(
    ({ status, statedBy }) => status === 'settled' && statedBy !== undefined,
  );
  mustHold(
    bookings.length > 0 || saidByPerson,
    'completed means money moved',
    () => `${of.orderId} was never booked`,
  );
  mustHold(
    result.pending === '0.00' && result.attention === null,
    'completed means decided',
    () => `${of.orderId} completed with ${result.pending} pending`,
  );
  if (result.adopted !== undefined) return;
  const told = result.details.filter(({ statedBy }) => statedBy === undefined);
  mustHold(
    told.length === 0 || bookings.some((booking) => agrees(told, booking, book)),
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

/**
 * Of details that the provider told of: what a person stated is theirs to know. A line without an amount says nothing
 * against the one that was asked for. Two lines of one account, asked by both its names, are one as good as the other.
 */
function agrees(told: readonly AllinpayDetail[], { lines }: Booking, book: AllinpayBook): boolean {
  const left = [...lines];
  return told.every((detail) => {
    const at = left.findIndex(
      ({ account, asked, final }) =>
        book.isSame(account, accountOf({ ...detail })) &&
        final === detail.status &&
        (detail.arrived === undefined || asked === fenOf(detail.amount)),
    );
    return at >= 0 && left.splice(at, 1).length > 0;
  });
}
