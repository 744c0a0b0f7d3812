import { workflowInfo } from '@temporalio/workflow';
import type { CorrectAnswer, SentRecord } from '../../activities/feishu/lumpSum/index.ts';
import type { Signed } from '../../activities/sentBy.ts';
import { callProvider, type CallResult } from '../calls/callProvider.ts';
import { UnsentAttempts, type Readiness } from '../calls/unsent.ts';
import type { CorrectionOrder, CorrectionPayout, Sent } from './order.ts';
import { verify } from './verify.ts';

/**
 * Brings every record to an outcome. What may have been sent is read before anything is sent again, and only what reads
 * as it did before is sent again.
 */
export async function correct(payout: CorrectionPayout, order: CorrectionOrder): Promise<void> {
  const unsent = new UnsentAttempts(payout, readiness(order));
  while (order.open.length > 0) {
    payout.endIfStopped();
    const before = order.open.length;
    const result = await tryCorrect(payout, order);
    switch (result.kind) {
      case 'notSent':
      case 'blocked':
        await unsent.wait(result);
        break;
      case 'answered':
        order.sentBy = result.answer.sentBy ?? order.sentBy;
        await applyAnswer(payout, order, result.answer);
        if (order.open.length < before) unsent.answered();
        if (order.open.length > 0) await unsent.wait(silence(lossOf(result.answer)));
        break;
      case 'maybeSent':
        rememberLoss(order, result);
        payout.cancellable = !order.maybeSent;
        await unsent.wait(silence(result.message));
        break;
      case 'interrupted':
        break;
    }
  }
}

function silence(message: string): Extract<CallResult<never>, { kind: 'notSent' }> {
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
): Promise<CallResult<CorrectAnswer & Signed>> {
  const { open: records, unsure, input } = order;
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  return callProvider(payout, {
    queue: 'feishu-lump-sum-update',
    summary: `correct ${records.length} records${input.send === 'never' ? ' by looking only' : ''}`,
    retries: 'one',
    onOutage: 'return',
    isWord: (answer) => answer.outcome === 'judged' && answer.lost === undefined,
    sending: {
      begins: () => {
        payout.cancellable = false;
        payout.become('correcting');
      },
      sentNothing: () => {
        payout.cancellable = !order.maybeSent;
      },
    },
    run: (activities) =>
      activities.correctLumpSum({
        ...order.handover.toSend(records, order.openMarks),
        unsure,
        send: input.send,
        originalRunId,
      }),
  });
}

function readiness({ input: { records, send }, handover: { ofInput } }: CorrectionOrder): Readiness {
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  const order = { id: records[0]?.id ?? '', ...(ofInput === undefined ? {} : { ofInput }), send };
  return {
    queue: 'feishu-lump-sum-query',
    source: 'feishu-lump-sum-update',
    run: (activities, request) => activities.untilLumpSumReady({ ...request, ...order, originalRunId }),
  };
}

/** What is sent is on record before it leaves, so a first try that left nothing has sent nothing. */
function rememberLoss(
  order: CorrectionOrder,
  { left, leftNothing = false }: Extract<CallResult<never>, { kind: 'maybeSent' }>,
): void {
  const marks = order.handover.left(left);
  if (marks !== null) order.remember(marks);
  else if (!leftNothing) order.doubtAll();
}

async function applyAnswer(
  payout: CorrectionPayout,
  order: CorrectionOrder,
  answer: CorrectAnswer,
): Promise<void> {
  if (answer.outcome === 'interrupted') {
    const marks = order.handover.left(answer.marks);
    if (marks === null) order.doubtAll();
    else order.remember(marks);
    return;
  }
  order.unsure = false;
  answer.settled.forEach((record) => {
    order.settle(record);
  });
  const sent = order.handover.sent(answer.sent);
  order.remember(sent.map(({ mark, changes }) => ({ ...mark, changes })));
  await verify(payout, order, sentOf(order, sent));
}

function sentOf(order: CorrectionOrder, sent: readonly SentRecord[]): Sent[] {
  return sent.flatMap(({ mark, changes, verdict }) => {
    const correction = order.recordOf(mark.id);
    return correction === undefined ? [] : [{ correction, mark, changes, verdict }];
  });
}
