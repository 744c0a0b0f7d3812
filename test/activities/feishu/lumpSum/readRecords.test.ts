import { describe, expect, it } from '@jest/globals';
import { readRecords } from '../../../../activities/feishu/lumpSum/readRecords.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import { callFailed, fakeFeishu, page, shownRecord, type FakeFeishu } from './fakeFeishu.ts';

type Read = Awaited<ReturnType<typeof readRecords>>;

const read = (feishu: FakeFeishu, ids: readonly string[]): Promise<Read> =>
  activityEnvironment().run(() => readRecords(feishu.dependencies, ids));

function idsOf(result: Read): string[] {
  if (!result.ok) throw new Error(result.failure.message);
  return [...result.value.keys()];
}

describe('records read by their ids', () => {
  it('are those of every page, each asked for with the token of the page before', async () => {
    const feishu = fakeFeishu({
      pages: [page([shownRecord('R1')], 'P2'), page([], 'P3'), page([shownRecord('R2')])],
    });
    expect(idsOf(await read(feishu, ['R1', 'R2', 'R3']))).toEqual(['R1', 'R2']);
    expect(feishu.queries.map(({ pageToken }) => pageToken)).toEqual([undefined, 'P2', 'P3']);
    expect(feishu.queries.map(({ filters }) => filters.ids)).toEqual(
      Array.from({ length: 3 }, () => ['R1', 'R2', 'R3']),
    );
  });

  it('are none that nobody asked for', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R9'), shownRecord('R1'), shownRecord('R9')])] });
    expect(idsOf(await read(feishu, ['R1']))).toEqual(['R1']);
  });

  it('are not believed where one stands there twice: which of them is it?', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')], 'P2'), page([shownRecord('R1')])] });
    expect(await read(feishu, ['R1'])).toMatchObject({
      ok: false,
      failure: { type: 'ProtocolViolation', outcome: 'none', api: 'lumpSumQuery' },
    });
  });

  it('are not believed where their pages go round', async () => {
    const feishu = fakeFeishu({ pages: [page([], 'P2'), page([], 'P3'), page([], 'P2')] });
    expect(await read(feishu, ['R1'])).toMatchObject({
      ok: false,
      failure: { type: 'ProtocolViolation', message: expect.stringContaining('its pages go round') },
    });
    expect(feishu.queries).toHaveLength(3);
  });

  it('are not there at all where one page is missing', async () => {
    const lost = callFailed({ type: 'ProviderUnavailable' });
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')], 'P2'), lost] });
    expect(await read(feishu, ['R1', 'R2'])).toEqual(lost);
  });
});
