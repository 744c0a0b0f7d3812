import { workflowInfo } from '@temporalio/workflow';
import type { CorrectAnswer } from '../../activities/lumpSum/index.ts';
import type { Notice } from '../../activities/notice.ts';
import { readMarks } from '../../contract/lumpSum/marks.ts';
import { activitiesFor, endOf, UNSERVED_AFTER, type Ended } from '../calls.ts';
import { NotSent } from '../notSent.ts';
import { queueAgain } from '../patience.ts';
import type { CorrectionOrder, CorrectionPayout, Sent } from './order.ts';
import { verify } from './verify.ts';

/**
 * Brings every record to an outcome. What may have been sent is read before anything is sent again, and only what reads
 * as it did before is sent again.
 */
export async function correct(payout: CorrectionPayout, order: CorrectionOrder): Promise<void> {
  const notSent = new NotSent();
  let patience = UNSERVED_AFTER;
  while (order.open.length > 0) {
    payout.endIfStopped();
    payout.cancellable = false;
    payout.become('correcting');
    const before = order.open.length;
    const ended = await tryCorrect(payout, order, patience);
    switch (ended.kind) {
      case 'unstarted':
        payout.cancellable = !order.maybeSent;
        payout.clear('settings');
        patience = await queueAgain(payout, 'feishu-lump-sum-update', patience);
        break;
      case 'notSent':
        payout.cancellable = !order.maybeSent;
        payout.clear('settings');
        await notSent.wait(payout, ended);
        break;
      case 'settings':
        payout.cancellable = !order.maybeSent;
        await notSent.waitForSettings(payout, ended.message);
        break;
      case 'answered':
        payout.outcomes.hear(ended.answer);
        payout.clear('settings', 'profileNotServed');
        await take(payout, order, ended.answer);
        if (order.open.length < before) notSent.answered(payout);
        if (order.open.length > 0) await notSent.wait(payout, silence(lossOf(ended.answer)));
        break;
      case 'unknown':
        hearOfLoss(order, ended);
        await notSent.wait(payout, silence(ended.message));
        break;
      case 'providerDown':
      case 'interrupted':
        order.doubtAll();
        await notSent.wait(payout, silence('the call that corrects ended without word'));
        break;
    }
  }
}

function silence(message: string): Extract<Ended<never>, { kind: 'notSent' }> {
  return { kind: 'notSent', message, silent: true };
}

function lossOf(answer: CorrectAnswer): string {
  const unsaid = 'what became of some records is not known; they read as before';
  return answer.outcome === 'judged' && answer.lost !== undefined ? `${unsaid} (${answer.lost})` : unsaid;
}

/** One call that reads, judges and sends. One try, whatever happens. */
function tryCorrect(
  payout: CorrectionPayout,
  order: CorrectionOrder,
  patience: number,
): Promise<Ended<CorrectAnswer & Notice>> {
  const { open: records, openMarks: marks, unsure, input } = order;
  const summary = `correct ${records.length} records${input.send === 'never' ? ' by looking only' : ''}`;
  const queue = 'feishu-lump-sum-update';
  const options = { profile: payout.profile, queue, summary, tries: 'one', patience } as const;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const request = { records, marks, unsure, send: input.send, originalRunId };
  return endOf(() => activitiesFor(options).correctLumpSum(request), patience);
}

/** What is sent is on record before it leaves, so a first try that left nothing has sent nothing. */
function hearOfLoss(
  order: CorrectionOrder,
  { left, leftNothing = false }: Extract<Ended<never>, { kind: 'unknown' }>,
): void {
  const marks = readMarks(left);
  if (marks !== null) order.remember(marks);
  else if (!leftNothing) order.doubtAll();
}

async function take(payout: CorrectionPayout, order: CorrectionOrder, answer: CorrectAnswer): Promise<void> {
  if (answer.outcome === 'interrupted') {
    if (answer.marks === null) order.doubtAll();
    else order.remember(answer.marks);
    return;
  }
  order.unsure = false;
  answer.settled.forEach((record) => {
    order.settle(record);
  });
  order.remember(answer.sent.map(({ mark, changes }) => ({ ...mark, changes })));
  await verify(payout, order, sentOf(order, answer.sent));
}

function sentOf(order: CorrectionOrder, sent: Extract<CorrectAnswer, { outcome: 'judged' }>['sent']): Sent[] {
  return sent.flatMap(({ mark, changes, verdict }) => {
    const correction = order.recordOf(mark.id);
    return correction === undefined ? [] : [{ correction, mark, changes, verdict }];
  });
}
