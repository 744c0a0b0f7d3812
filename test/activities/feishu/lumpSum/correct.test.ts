import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import {
  createLumpSumActivities,
  type CorrectAnswer,
  type SentRecord,
} from '../../../../activities/feishu/lumpSum/index.ts';
import type { CorrectionRecord } from '../../../../contract/flows/lumpSumCorrection.ts';
import type { FeishuLumpSumItem } from '../../../../providers/feishu/lumpSum.ts';
import type { CallFailure } from '../../../../providers/http/outcome.ts';
import type { LeftMark, SentMark } from '../../../../rules/lumpSum/marks.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import {
  callFailed,
  fakeFeishu,
  items,
  MODIFIED,
  page,
  shownDetail,
  shownRecord,
  tooMany,
  withoutBelongTime,
  type FakeFeishu,
} from './fakeFeishu.ts';

const execution = { workflowExecution: { workflowId: 'lump-sum-correction/default/C-1', runId: 'me' } };
const toChange = (id: string): CorrectionRecord => ({ id, remark: 'x' });
const ok = (...ids: string[]): FeishuLumpSumItem[] => ids.map((id) => ({ id, code: '0' }));

/** A correction that is handed over as it is. */
interface CorrectRequest {
  readonly records: readonly CorrectionRecord[];
  readonly marks: readonly SentMark[];
  readonly unsure: boolean;
  readonly send: 'once' | 'never';
  readonly originalRunId: string;
}

async function correct(
  feishu: FakeFeishu,
  more: Partial<CorrectRequest> = {},
  info: Partial<Info> = {},
): Promise<CorrectAnswer> {
  const environment = activityEnvironment({ ...execution, ...info });
  environment.on('heartbeat', (details: unknown) =>
    feishu.events.push(`heartbeat ${JSON.stringify(details)}`),
  );
  const request: CorrectRequest = {
    records: [toChange('R1')],
    marks: [],
    unsure: false,
    send: 'once',
    originalRunId: 'me',
    ...more,
  };
  return environment.run(() => createLumpSumActivities(feishu.dependencies).correctLumpSum(request));
}

const aMark: SentMark = { id: 'R1', before: 'b', wanted: 'w', changesDetails: false, seesBelongTime: true };

type Judged = Extract<CorrectAnswer, { outcome: 'judged' }> & { readonly sent: readonly SentRecord[] };

async function judged(...of: Parameters<typeof correct>): Promise<Judged> {
  const answer = await correct(...of);
  if (answer.outcome !== 'judged') throw new Error(answer.outcome);
  const { sent } = answer;
  if ('again' in sent) throw new Error('it was told of by places');
  return { ...answer, sent };
}

const verdicts = ({ sent }: Judged): [string, string][] =>
  sent.map(({ mark, verdict }) => [mark.id, verdict.kind]);
const outcomes = ({ settled }: Judged): [string, string][] => settled.map(({ id, outcome }) => [id, outcome]);

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a correction that changes a record', () => {
  it('is read, put on record at the server, and only then sent: once, whole, with nothing else', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')])], items: items(...ok('R1')) });

    const answer = await judged(feishu);

    const [{ mark, changes }] = answer.sent as [Judged['sent'][number]];
    expect(feishu.events).toEqual([
      'query',
      `heartbeat ${JSON.stringify([{ ...mark, changes, problems: [] }])}`,
      'is it on record?',
      'update',
    ]);
    expect(feishu.queries).toEqual([
      { filters: { ids: ['R1'] }, pageSize: 500, userIdType: 'people_corehr_id' },
    ]);
    const { modifyTime: _time, ...whole } = shownRecord('R1', { remark: 'x' });
    expect(feishu.updates).toEqual([[whole]]);
    expect(answer).toEqual({
      outcome: 'judged',
      settled: [],
      sent: [
        {
          mark: {
            id: 'R1',
            before: expect.stringMatching(/^[\w-]{43}$/),
            wanted: expect.stringMatching(/^[\w-]{43}$/),
            changesDetails: false,
            seesBelongTime: true,
          },
          changes: [{ field: 'remark', before: '奖金', after: 'x' }],
          problems: [],
          verdict: { kind: 'accepted' },
        },
      ],
    });
  });

  it('asks the server for the heartbeat of this very activity', async () => {
    const asked: unknown[] = [];
    const recorded = (activity: unknown): Promise<boolean> => {
      asked.push(activity);
      return Promise.resolve(true);
    };
    const answers = { pages: [page([shownRecord('R1')])], items: items(...ok('R1')) };
    await correct(fakeFeishu(answers, { recorded }), {}, { activityId: '7' });
    expect(asked).toEqual([{ ...execution.workflowExecution, activityId: '7' }]);
  });

  it('sends only the records that are to change; the others are settled, each by its own reason', async () => {
    const feishu = fakeFeishu({
      pages: [
        page([shownRecord('R4'), shownRecord('R2', { remark: 'x' }), shownRecord('R1'), shownRecord('R3')]),
      ],
      items: items(...ok('R1')),
    });
    const answer = await judged(feishu, {
      records: [
        toChange('R1'),
        toChange('R2'),
        { ...toChange('R3'), expectedModifyTime: 'before' },
        { ...toChange('R4'), totalAmount: '1' },
        toChange('R5'),
      ],
    });
    expect(feishu.updates.flat().map(({ id }) => id)).toEqual(['R1']);
    expect(outcomes(answer)).toEqual([
      ['R2', 'unchanged'],
      ['R3', 'stale'],
      ['R4', 'rejected'],
      ['R5', 'rejected'],
    ]);
    expect(verdicts(answer)).toEqual([['R1', 'accepted']]);
  });

  it('makes no call and leaves no mark where nothing is to be sent', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1', { remark: 'x' })])] });
    expect(await judged(feishu)).toMatchObject({ settled: [{ id: 'R1', outcome: 'unchanged' }], sent: [] });
    expect(feishu.events).toEqual(['query']);
  });

  it('tells what would not fit into an answer cut', async () => {
    const remark = '长'.repeat(3000);
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')])], items: items(...ok('R1')) });
    const answer = await judged(feishu, { records: [{ id: 'R1', remark }] });
    expect(answer.sent[0]!.changes[0]!.after).toHaveLength(200);
    expect(feishu.updates[0]![0]!.remark).toBe(remark);
  });
});

describe('what the answer says of each record', () => {
  const ids = ['R1', 'R2', 'R3'];
  const answered = async (answer: FeishuLumpSumItem[]): Promise<[string, string][]> => {
    const pages = [page(ids.map((id) => shownRecord(id)))];
    return verdicts(
      await judged(fakeFeishu({ pages, items: items(...answer) }), { records: ids.map(toChange) }),
    );
  };

  it.each<[string, FeishuLumpSumItem[], string[]]>([
    [
      'shuffled',
      [...ok('R3'), { id: 'R1', code: '21270220' }, ...ok('R2')],
      ['refused', 'accepted', 'accepted'],
    ],
    [
      'with one doubled, by two codes',
      [...ok('R1', 'R2', 'R3'), { id: 'R2', code: '7' }],
      ['accepted', 'unknown', 'accepted'],
    ],
    ['with one left out', ok('R3', 'R1'), ['accepted', 'unknown', 'accepted']],
    [
      'with one of a record nobody sent',
      [{ id: 'R9', code: '7' }, ...ok('R2', 'R3')],
      ['unknown', 'accepted', 'accepted'],
    ],
    ['empty', [], ['unknown', 'unknown', 'unknown']],
  ])('is told by its id, %s', async (_how, answer, expected) => {
    expect(await answered(answer)).toEqual(ids.map((id, at) => [id, expected[at]]));
  });

  it('is unknown for all of them where the answer is lost, and why', async () => {
    const lost = callFailed({ type: 'OutcomeUnknown', outcome: 'unknown', message: 'feishu: no answer' });
    const feishu = fakeFeishu({ pages: [page(ids.map((id) => shownRecord(id)))], items: lost });
    const answer = await judged(feishu, { records: ids.map(toChange) });
    expect(verdicts(answer)).toEqual(ids.map((id) => [id, 'unknown']));
    expect(answer.lost).toBe('feishu: no answer');
    expect(feishu.updates).toHaveLength(1);
  });

  it('is the refusal of the whole call for all of them under 2290001', async () => {
    const refused = callFailed({
      type: 'PayoutRejected',
      code: '2290001',
      providerMessage: 'param is invalid',
    });
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')])], items: refused });
    const { sent, lost } = await judged(feishu);
    expect(sent.map(({ verdict }) => verdict)).toEqual([
      { kind: 'callRefused', refusal: { code: '2290001', message: 'param is invalid' } },
    ]);
    expect(lost).toBeUndefined();
  });
});

describe('a try that is not the first', () => {
  const mark: LeftMark = { ...aMark, changes: [{ field: 'remark', before: null, after: 'x' }] };

  it.each<[string, Partial<Info>, readonly LeftMark[] | null]>([
    [
      'the second one, with what the first was about to send',
      { attempt: 2, heartbeatDetails: [mark] },
      [mark],
    ],
    ['the second one, left with nothing', { attempt: 2 }, null],
    ['the second one, left with what nobody can read', { attempt: 2, heartbeatDetails: 'sending' }, null],
    ['one that was set back to the first', { attempt: 1, heartbeatDetails: [mark] }, [mark]],
    [
      'one that was set back, its heartbeat dropped',
      { attempt: 1, scheduledTimestampMs: 1, currentAttemptScheduledTimestampMs: 2 },
      null,
    ],
  ])('does nothing: %s', async (_which, info, marks) => {
    const feishu = fakeFeishu({});
    expect(await correct(feishu, {}, info)).toEqual({ outcome: 'interrupted', marks });
    expect(feishu.events).toEqual([]);
  });
});

describe('nothing is sent', () => {
  const readable = { pages: [page([shownRecord('R1')])], items: items(...ok('R1')) };
  const unsent = { nothingSent: true };
  /** The time that `performance.now()` tells, in ms; what takes long takes it from here. */
  const clock = (): { now: number } => {
    const time = { now: 0 };
    jest.spyOn(performance, 'now').mockImplementation(() => time.now);
    return time;
  };

  it('where its heartbeat does not come on record in time', async () => {
    const time = clock();
    const recorded = (): Promise<boolean> => {
      time.now += 2000;
      return Promise.resolve(false);
    };
    const feishu = fakeFeishu(readable, { recorded });
    await expect(correct(feishu)).rejects.toMatchObject({ type: 'NotSent', details: [unsent] });
    expect(feishu.updates).toEqual([]);
  });

  it('where the server cannot say whether it is on record', async () => {
    const feishu = fakeFeishu(readable, { recorded: () => Promise.reject(new Error('away')) });
    await expect(correct(feishu)).rejects.toMatchObject({ type: 'NotSent', details: [unsent] });
    expect(feishu.updates).toEqual([]);
  });

  it.each([
    [30_000, 1],
    [30_001, 0],
  ])(
    'where it would leave more than 30 s after the try began: after %i ms, %i calls',
    async (passed, calls) => {
      const time = clock();
      const recorded = (): Promise<boolean> => {
        time.now += passed;
        return Promise.resolve(true);
      };
      const feishu = fakeFeishu(readable, { recorded });
      const error = await correct(feishu).catch((reason: unknown) => reason);
      expect(feishu.updates).toHaveLength(calls);
      if (calls === 0) expect(error).toMatchObject({ type: 'NotSent', details: [unsent] });
    },
  );

  it('where the machine slept between the read and the send, which only the wall clock shows', async () => {
    const begun = Date.now();
    const recorded = (): Promise<boolean> => {
      jest.spyOn(Date, 'now').mockReturnValue(begun + 120_000);
      return Promise.resolve(true);
    };
    const feishu = fakeFeishu(readable, { recorded });
    await expect(correct(feishu)).rejects.toMatchObject({ type: 'NotSent', details: [unsent] });
    expect(feishu.updates).toEqual([]);
  });

  it.each<[CallFailure['type'], string]>([
    ['NotSent', 'NotSent'],
    ['ProviderUnavailable', 'NotSent'],
    ['ProtocolViolation', 'NotSent'],
    ['AuthenticationFailed', 'AuthenticationFailed'],
    ['PermissionDenied', 'PermissionDenied'],
    ['QuotaExhausted', 'QuotaExhausted'],
  ])('where the read ends as %s', async (type, expected) => {
    const feishu = fakeFeishu({ pages: [callFailed({ type })] });
    await expect(correct(feishu)).rejects.toMatchObject({
      type: expected,
      nonRetryable: true,
      details: [expect.objectContaining(unsent)],
    });
    expect(feishu.updates).toEqual([]);
  });

  it('where there are too many calls, before the send or at it, and it says how long to wait', async () => {
    const atRead = fakeFeishu({ pages: [tooMany] });
    const atSend = fakeFeishu({ pages: [page([shownRecord('R1')])], items: tooMany });
    for (const feishu of [atRead, atSend]) {
      await expect(correct(feishu)).rejects.toMatchObject({
        type: 'RateLimited',
        nonRetryable: true,
        details: [expect.objectContaining({ ...unsent, waitMs: 7000 })],
      });
    }
  });

  it.each<CallFailure['type']>(['NotSent', 'AuthenticationFailed', 'PermissionDenied', 'QuotaExhausted'])(
    'where the send ends as %s, with no effect',
    async (type) => {
      const feishu = fakeFeishu({ pages: [page([shownRecord('R1')])], items: callFailed({ type }) });
      await expect(correct(feishu)).rejects.toMatchObject({
        type,
        details: [expect.objectContaining(unsent)],
      });
    },
  );
});

describe('a read that Feishu refuses', () => {
  const refused = callFailed({
    type: 'PayoutRejected',
    code: '2290001',
    providerMessage: 'param is invalid',
  });

  it('refuses every record with its code: asked again it would refuse again', async () => {
    const feishu = fakeFeishu({ pages: [refused] });
    const { settled, sent } = await judged(feishu, { records: [toChange('R1'), toChange('R2')] });
    expect(settled).toMatchObject([
      { id: 'R1', outcome: 'rejected', problems: [{ code: '2290001', foundBy: 'provider' }] },
      { id: 'R2', outcome: 'rejected' },
    ]);
    expect([sent, feishu.updates]).toEqual([[], []]);
  });

  it.each<[string, Partial<CorrectRequest>]>([
    ['an earlier send left its mark', { marks: [{ ...aMark, id: 'R1' }] }],
    ['an earlier send left none', { unsure: true }],
    ['the run only looks', { send: 'never' }],
  ])('says nothing of the records where %s', async (_where, more) => {
    await expect(correct(fakeFeishu({ pages: [refused] }), more)).rejects.toMatchObject({ type: 'NotSent' });
  });
});

describe('a run that only looks', () => {
  const follows = (): Promise<boolean> => Promise.resolve(true);
  const pages = [page([shownRecord('R1'), shownRecord('R2', { remark: 'x' })])];
  const records = [{ ...toChange('R1'), expectedModifyTime: MODIFIED }, toChange('R2'), toChange('R3')];

  it.each<[string, Partial<CorrectRequest>, () => Promise<boolean>, string]>([
    ['was reset', { originalRunId: 'another' }, () => Promise.resolve(false), 'a reset run never sends'],
    ['follows another', {}, follows, 'an earlier run of this correction did not end as Failed'],
    [
      'was started with send "never"',
      { send: 'never' },
      () => Promise.reject(new Error('asked')),
      'was started with send "never"',
    ],
  ])('since it %s finds what is as wanted, and sends nothing', async (_why, more, followed, words) => {
    const feishu = fakeFeishu({ pages }, { follows: followed });
    const answer = await judged(feishu, { records, ...more });
    expect(outcomes(answer)).toEqual([
      ['R1', 'conflict'],
      ['R2', 'corrected'],
      ['R3', 'conflict'],
    ]);
    expect(answer.sent).toEqual([]);
    expect(answer.settled[0]!.problems).toMatchObject([{ message: expect.stringContaining(words) }]);
    expect(feishu.events).toEqual(['query']);
  });

  it('is not told from another where the server cannot say: nothing is even read', async () => {
    const feishu = fakeFeishu({ pages }, { follows: () => Promise.reject(new Error('away')) });
    await expect(correct(feishu)).rejects.toMatchObject({ type: 'NotSent' });
    expect(feishu.events).toEqual([]);
  });
});

describe('a round after one whose outcome nobody knows', () => {
  const round = async (...pages: Parameters<typeof page>[0][]): Promise<readonly SentMark[]> => {
    const lost = callFailed({ type: 'OutcomeUnknown', outcome: 'unknown' });
    const feishu = fakeFeishu({ pages: pages.map((records) => page(records)), items: lost });
    const records = pages.flat().map(({ id }) => toChange(id));
    return (await judged(feishu, { records })).sent.map(({ mark }) => mark);
  };

  it('settles what arrived, sends what did not, and leaves to a person what is neither', async () => {
    const marks = await round([shownRecord('R1'), shownRecord('R2'), shownRecord('R3')]);
    const feishu = fakeFeishu({
      pages: [
        page([shownRecord('R1', { remark: 'x' }), shownRecord('R2'), shownRecord('R3', { remark: 'y' })]),
      ],
      items: items(...ok('R2')),
    });
    const answer = await judged(feishu, { records: ['R1', 'R2', 'R3'].map(toChange), marks });
    expect(outcomes(answer)).toEqual([
      ['R1', 'corrected'],
      ['R3', 'conflict'],
    ]);
    expect(verdicts(answer)).toEqual([['R2', 'accepted']]);
    expect(answer.sent[0]!.mark).toEqual(marks[1]);
    expect(feishu.updates.flat()).toHaveLength(1);
  });

  it('does not take belong_time for hidden where only the records that carry one have been settled', async () => {
    const without = withoutBelongTime(shownRecord('R2'));
    const marks = await round([shownRecord('R1'), without]);
    const feishu = fakeFeishu({ pages: [page([without])], items: items(...ok('R2')) });
    const answer = await judged(feishu, { records: [toChange('R2')], marks });
    expect(verdicts(answer)).toEqual([['R2', 'accepted']]);
    expect(answer.sent[0]!.mark).toEqual(marks[1]);
  });

  it('never sends a record whose belong_time has become hidden since', async () => {
    const marks = await round([shownRecord('R1')]);
    const feishu = fakeFeishu({ pages: [page([withoutBelongTime(shownRecord('R1'))])] });
    expect(outcomes(await judged(feishu, { marks }))).toEqual([['R1', 'conflict']]);
  });

  it('doubts every record where there is no mark', async () => {
    const feishu = fakeFeishu({
      pages: [page([shownRecord('R1'), shownRecord('R2')])],
      items: items(...ok('R2')),
    });
    const records = [toChange('R1'), { ...toChange('R2'), expectedModifyTime: MODIFIED }];
    const answer = await judged(feishu, { records, unsure: true });
    expect(outcomes(answer)).toEqual([['R1', 'conflict']]);
    expect(verdicts(answer)).toEqual([['R2', 'accepted']]);
  });
});

describe('belong_time', () => {
  it('is known to be hidden by the records that are read together', async () => {
    const hidden = withoutBelongTime(shownRecord('R1'));
    const alone = await judged(fakeFeishu({ pages: [page([hidden])] }));
    expect(outcomes(alone)).toEqual([['R1', 'rejected']]);

    const beside = shownRecord('R2', { remark: 'x', details: [shownDetail()] });
    const feishu = fakeFeishu({ pages: [page([hidden, beside])], items: items(...ok('R1')) });
    const answer = await judged(feishu, { records: [toChange('R1'), toChange('R2')] });
    expect(verdicts(answer)).toEqual([['R1', 'accepted']]);
  });
});
