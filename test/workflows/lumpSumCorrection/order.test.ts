import { describe, expect, it } from '@jest/globals';
import type { CorrectedRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LeftMark } from '../../../rules/lumpSum/marks.ts';
import { CorrectionOrder } from '../../../workflows/lumpSumCorrection/order.ts';

const changes = [{ field: 'remark', before: '奖金', after: 'x' }];
const left: LeftMark = {
  id: 'R1',
  before: 'b',
  wanted: 'w',
  changesDetails: false,
  seesBelongTime: true,
  changes,
};

function anOrder(): CorrectionOrder {
  const head = { profile: 'default', send: 'once', approval: 'none' } as const;
  return new CorrectionOrder({ ...head, correctionId: 'C', records: [{ id: 'R1', remark: 'x' }] });
}

function told(order: CorrectionOrder, record: Omit<CorrectedRecord, 'id' | 'problems'>): CorrectedRecord {
  order.settle({ id: 'R1', problems: [], ...record });
  const { records } = order.result({
    flow: 'lumpSumCorrection',
    status: 'corrected',
    profile: 'default',
    attention: null,
    waiting: null,
  });
  return records[0] as CorrectedRecord;
}

describe('a record that was sent by a call whose answer was lost', () => {
  it('tells what the send changed where it reads as wanted later', () => {
    const order = anOrder();
    order.remember([left]);
    expect(told(order, { outcome: 'corrected', changes: [] })).toMatchObject({ changes });
  });

  it('tells what the send that arrived found, where it was sent again', () => {
    const order = anOrder();
    order.remember([left]);
    const later = [{ field: 'remark', before: 'theirs', after: 'x' }];
    expect(told(order, { outcome: 'corrected', changes: later })).toMatchObject({ changes: later });
  });

  it('tells no changes where it was not changed', () => {
    const order = anOrder();
    order.remember([left]);
    expect(told(order, { outcome: 'rejected', changes: [] })).toMatchObject({ changes: [] });
  });

  it('hands on what is needed to know it again, without the changes', () => {
    const order = anOrder();
    order.remember([left]);
    const { changes: _changes, ...mark } = left;
    expect(order.openMarks).toEqual([mark]);
  });
});
