import { describe, expect, it } from '@jest/globals';
import {
  createLumpSumActivities,
  type PackedReadBack,
  type ReadBackRecord,
} from '../../../../activities/feishu/lumpSum/index.ts';
import { judgeCorrection } from '../../../../rules/lumpSum/judge.ts';
import { markOf } from '../../../../rules/lumpSum/markOf.ts';
import type { SentMark } from '../../../../rules/lumpSum/marks.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import { callFailed, fakeFeishu, page, shownRecord, tooMany, type FakeFeishu } from './fakeFeishu.ts';

const toChange = (id: string): { id: string; remark: string } => ({ id, remark: 'x' });

function sent(id: string): { correction: ReturnType<typeof toChange>; mark: SentMark } {
  const correction = toChange(id);
  const judgement = judgeCorrection(correction, shownRecord(id), true);
  if (judgement.kind !== 'send') throw new Error(judgement.kind);
  return { correction, mark: markOf({ ...judgement, correction }, true) };
}

const readBack = (
  feishu: FakeFeishu,
  ids: readonly string[] = ['R1'],
): Promise<readonly ReadBackRecord[] | PackedReadBack> =>
  activityEnvironment().run(() =>
    createLumpSumActivities(feishu.dependencies).readBackLumpSum({ records: ids.map(sent), known: null }),
  );

describe('records that were sent, read back', () => {
  it('stand each where Feishu shows it, with what is still to change', async () => {
    const pages = [
      page([shownRecord('R3', { remark: 'y' }), shownRecord('R2'), shownRecord('R1', { remark: 'x' })]),
    ];
    const feishu = fakeFeishu({ pages });
    const left = (before: string): object[] => [{ field: 'remark', before, after: 'x' }];
    expect(await readBack(feishu, ['R1', 'R2', 'R3', 'R4'])).toEqual([
      { id: 'R1', standing: 'wanted', changes: [], problems: [] },
      { id: 'R2', standing: 'before', changes: left('奖金'), problems: [] },
      { id: 'R3', standing: 'other', changes: left('y'), problems: [] },
      { id: 'R4', standing: 'missing', changes: [], problems: [] },
    ]);
    expect(feishu.updates).toEqual([]);
  });

  it('stand as wanted without a mark only where nothing is left to change', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1', { remark: 'x' }), shownRecord('R2')])] });
    const records = ['R1', 'R2'].map((id) => ({ correction: toChange(id) }));
    const answer = await activityEnvironment().run(() =>
      createLumpSumActivities(feishu.dependencies).readBackLumpSum({ records, known: null }),
    );
    expect(answer).toMatchObject([{ standing: 'wanted' }, { standing: 'other' }]);
  });

  it('are read again where Feishu refuses to say: it has shown them before', async () => {
    const refused = callFailed({ type: 'PayoutRejected', code: '2290001' });
    await expect(readBack(fakeFeishu({ pages: [refused] }))).rejects.toMatchObject({
      type: 'ProtocolViolation',
      nonRetryable: false,
      nextRetryDelay: 1000,
    });
  });

  it('are read again, by the server, where the answer is of no use', async () => {
    const lost = callFailed({ type: 'ProviderUnavailable' });
    await expect(readBack(fakeFeishu({ pages: [lost] }))).rejects.toMatchObject({
      type: 'ProviderUnavailable',
      nonRetryable: false,
      nextRetryDelay: 1000,
    });
    await expect(readBack(fakeFeishu({ pages: [tooMany] }))).rejects.toMatchObject({
      type: 'RateLimited',
      nextRetryDelay: 7000,
    });
  });
});
