import type { ReferralWithdrawalResult } from '../../../contract/flows/referralWithdrawal.ts';
import { mustHold } from '../engine/broken.ts';
import type { ReferralBook, Taken } from '../providers/referralBook.ts';
import type { Wallet } from '../providers/wallet.ts';
import type { Run } from '../server/run.ts';
import { timesSaid, type Case } from '../workload/case.ts';
import { isStated, speaksOfItself } from './stated.ts';

/** Credited once, and never what did not leave the account of this order. */
export function checkReferralCredits(of: Case, book: ReferralBook, wallet: Wallet): void {
  const credits = wallet.of(of.orderId);
  mustHold(
    credits.length <= 1,
    'credited once',
    () => `${of.orderId} was credited ${credits.length} times: ${credits.map(({ key }) => key).join(', ')}`,
  );
  const [credit] = credits;
  if (credit === undefined) return;
  const taken = book.of(of.orderId);
  mustHold(
    taken !== undefined && taken.transTime <= credit.at && taken.points >= credit.points,
    'credited is withdrawn',
    () => `${of.orderId}: ${credit.points} points were credited, ${taken?.points ?? 'none'} were withdrawn`,
  );
  mustHold(
    taken.accountId === credit.accountId || timesSaid(of, 'adopt') > 0,
    'nothing of another account is credited',
    () => `${of.orderId} of ${credit.accountId} was credited with what left ${taken.accountId}`,
  );
}

/** What a closed run says against the books of both sides. */
export function checkReferralEnd(
  of: Case,
  run: Run,
  result: ReferralWithdrawalResult,
  book: ReferralBook,
  wallet: Wallet,
): void {
  const taken = book.of(of.orderId);
  if (run.status === 'COMPLETED') checkCompleted(of, result, taken, wallet);
  else if (run.status === 'FAILED' || run.status === 'CANCELED') checkFailed(of, run, result, taken);
}

function checkFailed(of: Case, run: Run, result: ReferralWithdrawalResult, taken: Taken | undefined): void {
  const type = run.failure?.applicationFailureInfo?.type ?? 'Cancelled';
  const asked = taken?.asked;
  if (asked === undefined || asked.sentAt > (run.closedAt ?? 0)) return;
  const isEmpty = taken?.points === 0 && taken.cash.length === 0;
  // A person who said of an earlier run that nothing was submitted, and was wrong, is believed by all that follow.
  const counts = !speaksOfItself(type) || asked.runId === run.identity.runId;
  mustHold(
    isEmpty || !counts || isStated(of, run, result.statedBy),
    'failed means no money moved',
    () => `${of.orderId} ended as ${type} (${result.problems?.[0]?.message ?? ''}) and was withdrawn`,
  );
}

function checkCompleted(
  of: Case,
  result: ReferralWithdrawalResult,
  taken: Taken | undefined,
  wallet: Wallet,
): void {
  const { withdrawn, credited, status } = result;
  const cash = taken?.cash.map(({ currency, fen }) => `${currency}${(fen / 100).toFixed(2)}`).join() ?? '';
  const saidCash = (withdrawn?.cash ?? []).map(({ currency, amount }) => `${currency}${amount}`).join();
  mustHold(
    taken !== undefined && withdrawn?.points === taken.points && saidCash === cash,
    'completed as the ledger has it',
    () => `${of.orderId}: ${JSON.stringify(withdrawn)} is not ${JSON.stringify(taken)}`,
  );
  mustHold(
    result.transTime === String(taken.transTime),
    'completed as the ledger has it',
    () => `${of.orderId}: ${result.transTime ?? ''} is not ${taken.transTime}`,
  );
  if (status === 'nothingToWithdraw') {
    mustHold(
      taken.points === 0 && cash === '',
      'never lost',
      () => `${of.orderId}: ${taken.points} points were lost`,
    );
    return;
  }
  const byWebhook = of.input['credit'] === 'webhook' && timesSaid(of, 'accept') === 0;
  const [credit] = wallet.of(of.orderId);
  mustHold(
    !byWebhook || (credit !== undefined && (credited?.points ?? 0) >= credit.points),
    'credited as the wallet has it',
    () =>
      `${of.orderId}: ${credited?.points ?? 0} points credited, the wallet has ${credit?.points ?? 'none'}`,
  );
  mustHold(
    status !== 'reconciled' || credited?.points === taken.points,
    'reconciled both ways',
    () => `${of.orderId} is reconciled: ${credited?.points ?? 0} credited, ${taken.points} withdrawn`,
  );
}
