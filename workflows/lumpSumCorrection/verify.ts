import type { CorrectedRecord } from '../../contract/flows/lumpSumCorrection.ts';
import { conclude, type Conclusion } from '../../rules/lumpSum/conclude.ts';
import { untilAnswered } from '../calls/callProvider.ts';
import type { MaybeSent, ReadNow } from './handover.ts';
import type { CorrectionOrder, CorrectionPayout, Sent } from './order.ts';

/** Before a person is called for what Feishu took and does not show, in ms: its reads may lag behind its writes. */
const READ_AGAIN_AFTER = [10_000, 60_000, 300_000];

/** Reads back what was sent and settles it; records that are to be sent again stay open. */
export async function verify(
  payout: CorrectionPayout,
  order: CorrectionOrder,
  sent: readonly Sent[],
): Promise<void> {
  let waiting = sent;
  for (const wait of [0, ...READ_AGAIN_AFTER]) {
    if (waiting.length === 0) return;
    payout.become('verifying');
    if (wait > 0) await payout.pause(wait, 'recheck');
    const standings = await readBack(payout, order, waiting, 'standing');
    const unseen: Sent[] = [];
    for (const one of waiting) {
      const conclusion = settleOne(order, one, standings.get(one.mark.id));
      if (conclusion === undefined) continue;
      order.settle(settledAs(one, conclusion));
      unseen.push(one);
    }
    waiting = unseen;
  }
}

/** @returns what to say of a record that is to be read again, should it stay as it is */
function settleOne(order: CorrectionOrder, one: Sent, read: ReadNow | undefined): Conclusion | undefined {
  const next = conclude(one.verdict, read?.standing ?? 'missing', one.mark.changesDetails);
  switch (next.move) {
    case 'settle':
      order.settle(settledAs(one, next));
      return undefined;
    case 'sendAgain':
      return undefined;
    case 'readAgain':
      return next.otherwise;
  }
}

function settledAs({ mark: { id }, changes }: Sent, { outcome, problems }: Conclusion): CorrectedRecord {
  return { id, outcome, changes: outcome === 'rejected' ? [] : changes, problems };
}

/** Where records stand now, by id. */
export async function readBack(
  payout: CorrectionPayout,
  { handover }: CorrectionOrder,
  records: readonly MaybeSent[],
  asks: 'standing' | 'changes',
): Promise<ReadonlyMap<string, ReadNow>> {
  const asked = handover.toReadBack(records, asks);
  const read = await untilAnswered(payout, {
    queue: 'feishu-lump-sum-query',
    summary: `read ${records.length} records back`,
    run: (activities, { alreadyReported: known }) => activities.readBackLumpSum({ ...asked, known }),
  });
  return handover.readBack(read);
}
