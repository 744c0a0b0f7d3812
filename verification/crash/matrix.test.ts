import { afterAll, describe, expect, it } from '@jest/globals';
import { taskQueueActivities } from '../../activities/taskQueues.ts';
import { apis } from '../../sandbox/apis.ts';
import { everything, outcomes } from '../../test/workers/settings/environment.ts';
import { FEISHU_RATE_LIMITS } from '../../workers/rateLimits.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import { planQueues } from '../../workers/taskQueues.ts';
import { activitiesOfOthers, calls, callsOfOthers } from './calls.ts';
import { cells, meaningless } from './cells.ts';
import { unusedExpectations } from './expectations.ts';
import { faultNames } from './faults.ts';
import { violationsOf, type Observation } from './invariants.ts';
import { runMatrix } from './matrix.ts';
import { tableOf } from './report.ts';
import { sampleOf } from './sample.ts';

const SAMPLE = 8;

const seed = Number(process.env['CRASH_SEED'] ?? Math.ceil(Math.random() * 1_000_000));
const ran: string[] = [];

afterAll(() => {
  // What failed must be told apart from what was not tried.
  process.stderr.write(`crash matrix: CRASH_SEED=${seed}: ${ran.join(', ')}\n`);
});

describe('the cells of the matrix', () => {
  it.each(apis)('cover %s, or it is said who makes that call', (api) => {
    const isOurs = calls.some((call) => call.api === api);
    expect(isOurs).toBe(callsOfOthers[api] === undefined);
  });

  it('have every activity that a flow waits for, or it is said why not', () => {
    const read = readSettings({ ...everything, ...outcomes });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const queues = read.settings.profiles.flatMap((profile) =>
      planQueues(profile, {
        clock: Date.now,
        askEarlierRuns: () => Promise.resolve({ any: false, maybeSent: false }),
        heartbeatRecorded: () => Promise.resolve(true),
        readRunInput: () => Promise.reject(new Error('nobody reads the input of a run here')),
        rateLimits: FEISHU_RATE_LIMITS,
      }),
    );
    const served = queues.flatMap(({ activities }) => Object.keys(activities));
    const asked = Object.keys(taskQueueActivities(() => Promise.resolve(true)));
    const tried = calls.map(({ activity }) => activity);
    const left = Object.keys(activitiesOfOthers);
    expect(new Set([...tried, ...left])).toEqual(new Set([...served, ...asked]));
    expect(tried.filter((activity) => left.includes(activity))).toEqual([]);
  });

  it('are every call under every fault, but for those whose reason to mean nothing is stated', () => {
    const left = calls.flatMap((call) =>
      faultNames.filter((fault) => meaningless(call, fault) !== undefined),
    );
    expect(cells.length + left.length).toBe(calls.length * faultNames.length);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it('leave no expectation that speaks of a cell that is not there', () => {
    expect(unusedExpectations()).toEqual([]);
  });

  it.each(faultNames)('try %s on some call', (fault) => {
    expect(cells.some((cell) => cell.fault === fault)).toBe(true);
  });
});

describe('a sample of the cells on a real server', () => {
  it('pays nothing twice, loses nothing, and becomes what is expected', async () => {
    const sample = sampleOf(cells, SAMPLE, seed);
    const reports = await runMatrix({ cells: sample, lanes: 2, say: (line) => ran.push(line) });
    const wrong = reports.filter(({ violations }) => violations.length > 0);
    expect(wrong.length === 0 || `CRASH_SEED=${seed}\n${tableOf(wrong)}`).toBe(true);
    expect(reports).toHaveLength(SAMPLE);
    // A call that was ended by hand is made again after a minute.
  });
});

describe('what must never be', () => {
  const money = { paid: 1, sent: 1, disagreements: [] };
  const end = { runId: 'r', execution: 'COMPLETED', shown: {}, status: 'settled', money };
  const fine: Observation = {
    flow: 'allinpayWithdrawal',
    expected: ['settled (1)'],
    story: [],
    happened: true,
    runs: [{ events: 25, failedTasks: [] }],
    end,
    later: end,
    secondStart: { raw: 'refused', runId: 'r' },
  };
  const withMoney = (change: object): Observation => {
    const changed = { ...end, money: { ...money, ...change } };
    return { ...fine, end: changed, later: changed };
  };
  const as = (change: object): Observation => ({
    ...fine,
    end: { ...end, ...change },
    later: { ...end, ...change },
  });

  it('is not seen where all is well', () => {
    expect(violationsOf(fine)).toEqual([]);
  });

  it.each<[string, Observation, RegExp]>([
    ['a second payment', withMoney({ paid: 2 }), /paid 2 times/],
    ['a payment that was lost', withMoney({ paid: 0 }), /settled, and paid 0 times/],
    [
      'a failure that was paid',
      as({ status: 'rejected', execution: 'FAILED' }),
      /rejected, and paid 1 times/,
    ],
    ['an open end', as({ execution: 'TERMINATED' }), /the run is TERMINATED/],
    ['a paid run that was closed as canceled', as({ execution: 'CANCELLED' }), /the run is CANCELLED/],
    ['books that disagree', withMoney({ disagreements: ['asked 100.00 …'] }), /asked 100.00/],
    ['a send that nobody decided on', withMoney({ sent: 2 }), /sent 2 times/],
    ['another outcome', { ...fine, story: ['overdue: extend'] }, /expected: settled/],
    ['a fault that never happened', { ...fine, happened: false }, /never happened/],
    [
      'a failed workflow task',
      { ...fine, runs: [{ events: 9, failedTasks: ['3 boom'] }] },
      /task failed: 3 boom/,
    ],
    ['an end that changes', { ...fine, later: { ...end, status: 'processing' } }, /changed after its end/],
    ['a second run', { ...fine, secondStart: { raw: 'started', runId: 'r' } }, /made a second run/],
    ['a run that is not found', { ...fine, secondStart: { raw: 'refused', runId: 'x' } }, /does not find/],
  ])('is seen: %s', (_what, seen, words) => {
    expect(violationsOf(seen).join('; ')).toMatch(words);
  });
});

describe('a sample', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);

  it('is the same for the same seed, another for another', () => {
    expect(sampleOf(numbers, 10, 7)).toEqual(sampleOf(numbers, 10, 7));
    expect(sampleOf(numbers, 10, 7)).not.toEqual(sampleOf(numbers, 10, 8));
    expect(new Set(sampleOf(numbers, 10, 7)).size).toBe(10);
  });
});
