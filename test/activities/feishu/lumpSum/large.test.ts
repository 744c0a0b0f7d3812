import { describe, expect, it } from '@jest/globals';
import { createLumpSumActivities } from '../../../../activities/feishu/lumpSum/index.ts';
import type { CorrectionRecord } from '../../../../contract/flows/lumpSumCorrection.ts';
import { jsonBytes } from '../../../../contract/jsonBytes.ts';
import type { FeishuLumpSumRecord } from '../../../../providers/feishu/lumpSum.ts';
import { digestOfPart } from '../../../../rules/largeParts.ts';
import type { LeftMark, SentMark } from '../../../../rules/lumpSum/marks.ts';
import { packMarks } from '../../../../rules/lumpSum/packedMarks.ts';
import { Places } from '../../../../rules/lumpSum/places.ts';
import { Handover } from '../../../../workflows/lumpSumCorrection/handover.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import { callFailed, fakeFeishu, items, page, shownRecord } from './fakeFeishu.ts';
import { activitiesOf, calling, execution, inputOf, judged } from './large.fixture.ts';

const ids = Array.from({ length: 40 }, (_, at) => `R${at}`);
const toChange = (id: string): CorrectionRecord => ({ id, remark: `${id} ${'长'.repeat(250)}` });
const { input, read: records } = inputOf(ids.map(toChange));
const shown = (remarkOf: (id: string) => string = () => '奖金'): FeishuLumpSumRecord[] =>
  ids.map((id) => shownRecord(id, { remark: remarkOf(id) }));
const all = { ofInput: digestOfPart(records), open: '0-39' };
const noMarks = packMarks(new Places(records), []);
const more = { unsure: false, send: 'once', originalRunId: 'me' } as const;
const request = { records: all, marks: noMarks, ...more };
const accepted = items(...ids.map((id) => ({ id, code: '0' })));
const readsInput = (): Promise<unknown> => Promise.resolve(input);
const away = (): Promise<unknown> => Promise.reject(new Error('14 UNAVAILABLE'));
const unsent = { type: 'NotSent', details: [expect.objectContaining({ nothingSent: true })] };

describe('a large correction', () => {
  it('is read from the input of its run, once for all of its calls', async () => {
    let reads = 0;
    const feishu = fakeFeishu({ pages: [page(shown()), page(shown(() => 'theirs'))], items: accepted });
    const activities = activitiesOf(feishu, () => {
      reads += 1;
      return readsInput();
    });
    judged(await calling(activities.correctLumpSum, request));
    await calling(activities.readBackLumpSum, { records: all, marks: noMarks, known: null });
    expect(feishu.updates.flat().map(({ id }) => id)).toEqual(ids);
    expect(reads).toBe(1);
  });

  it('sends those alone that are open', async () => {
    const feishu = fakeFeishu({ pages: [page(shown())], items: accepted });
    const activities = activitiesOf(feishu, readsInput);
    const open = { records: { ...all, open: '3,38-39' }, marks: noMarks, ...more };
    await calling(activities.correctLumpSum, open);
    expect(feishu.queries[0]?.filters).toEqual({ ids: ['R3', 'R38', 'R39'] });
    expect(feishu.updates.flat().map(({ id }) => id)).toEqual(['R3', 'R38', 'R39']);
  });

  it('says nothing a second time of marks and changes that its workflow has', async () => {
    const lost = callFailed({ type: 'OutcomeUnknown', outcome: 'unknown' });
    const known = new Map<string, LeftMark>();
    const handover = new Handover(records, (id) => known.get(id));
    const send = async (marks: readonly SentMark[]) => {
      const left: unknown[] = [];
      const activities = activitiesOf(fakeFeishu({ pages: [page(shown())], items: lost }), readsInput);
      const asked = { ...handover.toSend(records, marks), ...more };
      const { sent } = judged(await calling(activities.correctLumpSum, asked, left));
      return { sent: handover.sent(sent), sizes: [jsonBytes(left), jsonBytes(sent)] };
    };
    const first = await send([]);
    first.sent.forEach(({ mark, changes }) => known.set(mark.id, { ...mark, changes }));

    const second = await send(first.sent.map(({ mark }) => mark));

    expect(second.sent).toEqual(first.sent);
    expect(Math.min(...first.sizes)).toBeGreaterThan(20_000);
    expect(Math.max(...second.sizes)).toBeLessThan(400);
  });
});

describe('nothing is sent, or read at Feishu', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['the server cannot say what the run was started with', away, '14 UNAVAILABLE'],
    ['the input reads otherwise than in the workflow', () => Promise.resolve({}), 'otherwise'],
    [
      'one record of it does',
      () => Promise.resolve(inputOf([...records.slice(1), { id: 'R0', remark: 'x' }]).input),
      'two versions',
    ],
  ])('where %s', async (_where, read, words) => {
    const feishu = fakeFeishu({ pages: [page(shown())], items: accepted });
    const { correctLumpSum } = activitiesOf(feishu, read);
    await expect(calling(correctLumpSum, request)).rejects.toMatchObject({
      ...unsent,
      message: expect.stringContaining(words),
    });
    expect(feishu.events).toEqual([]);
  });

  it('by a try that is not the first, which says what the first left before it reads anything', async () => {
    const sending = fakeFeishu({ pages: [page(shown())], items: accepted });
    const left: unknown[] = [];
    await calling(activitiesOf(sending, readsInput).correctLumpSum, request, left);
    const feishu = fakeFeishu({});
    const { correctLumpSum } = activitiesOf(feishu, away);
    const again = async (heartbeatDetails: unknown) =>
      activityEnvironment({ ...execution, attempt: 2, heartbeatDetails }).run(() => correctLumpSum(request));
    expect(await again(left[0])).toEqual({ outcome: 'interrupted', marks: left[0] });
    expect(await again(undefined)).toEqual({ outcome: 'interrupted', marks: null });
    expect(feishu.events).toEqual([]);
  });
});

describe('records that cannot be read from the input', () => {
  const readBack = async (silentSince: number | undefined): Promise<unknown> => {
    const feishu = fakeFeishu({});
    const { readBackLumpSum } = createLumpSumActivities({
      ...feishu.dependencies,
      readRunInput: away,
      clock: () => 3_600_000,
    });
    const left = silentSince === undefined ? {} : { heartbeatDetails: { harmless: 1, silentSince } };
    return activityEnvironment({ ...execution, attempt: 2, ...left }).run(() =>
      readBackLumpSum({ records: all, marks: noMarks, known: null }),
    );
  };

  it('are asked for again by the server before they are read back', async () => {
    await expect(readBack(undefined)).rejects.toMatchObject({ type: 'NotSent', nonRetryable: false });
  });

  it('need a person after half an hour, as a provider that is down', async () => {
    await expect(readBack(1_800_000)).rejects.toMatchObject({
      type: 'ProviderUnavailable',
      nonRetryable: true,
      message: expect.stringContaining('14 UNAVAILABLE'),
    });
  });

  it('are waited for by the small call, before anything is asked of Feishu', async () => {
    const feishu = fakeFeishu({});
    const { untilLumpSumReady } = activitiesOf(feishu, away);
    const ready = { id: 'R0', send: 'once', originalRunId: 'me', notBefore: 0, silentSince: null } as const;
    await expect(
      calling(untilLumpSumReady, { ...ready, ofInput: all.ofInput, known: null }),
    ).rejects.toMatchObject({ ...unsent, nonRetryable: false });
    expect(feishu.events).toEqual([]);
  });
});

describe('what is still to change of a large correction', () => {
  it('is told again of the neighbours of a record that changed, and of nobody else', async () => {
    const handover = new Handover(records, () => undefined);
    const asked = records.map((correction) => ({ correction }));
    const readBack = async (remarkOf: (id: string) => string): Promise<readonly string[]> => {
      const activities = activitiesOf(fakeFeishu({ pages: [page(shown(remarkOf))] }), readsInput);
      const answer = await calling(activities.readBackLumpSum, {
        ...handover.toReadBack(asked, 'changes'),
        known: null,
      });
      return [...handover.readBack(answer)].filter(([, { changes }]) => changes).map(([id]) => id);
    };
    expect(await readBack(() => '奖金')).toHaveLength(40);
    expect(await readBack(() => '奖金')).toEqual([]);
    expect(await readBack((id) => (id === 'R17' ? 'theirs' : '奖金'))).toEqual(ids.slice(16, 32));
  });

  it('is told as generously of a few as of all, so that it fits whenever it was told', async () => {
    const many = Array.from({ length: 500 }, (_, at): CorrectionRecord => ({
      id: `M${at}`,
      details: Array.from({ length: 40 }, () => ({ issuanceWay: 'w' })),
    }));
    const large = inputOf(many);
    const handover = new Handover(large.read, () => undefined);
    const told = async (open: readonly CorrectionRecord[]): Promise<number> => {
      const wide = open.map(({ id }) => shownRecord(id));
      const activities = activitiesOf(fakeFeishu({ pages: [page(wide)] }), () =>
        Promise.resolve(large.input),
      );
      const answer = await calling(activities.readBackLumpSum, {
        ...handover.toReadBack(
          open.map((correction) => ({ correction })),
          'changes',
        ),
        known: null,
      });
      return jsonBytes(answer);
    };
    expect(await told(large.read.slice(0, 1))).toBeLessThan(2500);
    expect(await told(large.read)).toBeLessThan(1_100_000);
  });
});
