import { asyncLocalStorage } from '@temporalio/activity';
import { createAllinpayActivities } from '../../activities/allinpay/index.ts';
import { taskQueueActivities } from '../../activities/taskQueues.ts';
import type {
  AllinpayWithdrawalInput,
  AllinpayWithdrawalResult,
} from '../../contract/flows/allinpayWithdrawal.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../providers/allinpay/pollPlan.ts';
import { Coverage } from '../simulation/engine/coverage.ts';
import { Random } from '../simulation/engine/random.ts';
import { Timeline } from '../simulation/engine/timeline.ts';
import { Trace } from '../simulation/engine/trace.ts';
import { liveBy, machineNow } from '../simulation/engine/virtualClock.ts';
import type { World } from '../simulation/engine/world.ts';
import { contextOf, endingOf } from '../simulation/fleet/worker.ts';
import type { Ending } from '../simulation/server/activityOrder.ts';
import type { ActivityTask } from '../simulation/server/activityTask.ts';
import { HistorySize } from '../simulation/server/historySize.ts';
import { Run } from '../simulation/server/run.ts';
import type { WorkflowCode } from '../simulation/server/workflowCode.ts';
import { actAs, type Person } from './people.ts';
import { StoryProvider, type Behaviour } from './provider.ts';

/** One payout, its provider and the people about it, over as long as it takes. */
export interface GrowthStory {
  readonly name: string;
  /** what is told, for a person to read */
  readonly what: string;
  readonly input: Omit<AllinpayWithdrawalInput, 'orderId'>;
  readonly provider: Behaviour;
  readonly people?: readonly Person[];
  /** how the payout must stand after a year, so that what was measured is what was told */
  readonly ends: string;
}

/** What a story came to. */
export interface Growth {
  readonly name: string;
  readonly what: string;
  readonly days: number;
  readonly status: string;
  readonly settled: string;
  readonly events: number;
  readonly bytes: number;
  readonly updates: number;
  readonly calls: number;
  readonly realSeconds: number;
}

const BEGIN = Date.parse('2026-03-02T02:00:00Z');
const HOUR = 3600_000;

/** Tells a story for so many days, or to the end of its payout. */
export async function tell(story: GrowthStory, days: number, code: WorkflowCode): Promise<Growth> {
  const begunAt = machineNow();
  const timeline = new Timeline(BEGIN);
  liveBy(timeline);
  const world: World = {
    timeline,
    random: new Random(1),
    trace: new Trace(() => timeline.now),
    coverage: new Coverage(),
    stormy: false,
  };
  const provider = new StoryProvider(story.provider, () => (timeline.now - BEGIN) / HOUR);
  const input = { orderId: 'G-1', ...story.input };
  const activities = activitiesOf(provider, input, timeline);
  const measure = new HistorySize();
  const workflowId = workflowIdOf('allinpayWithdrawal', 'default', input.orderId);
  const run: Run = new Run(
    {
      world,
      code,
      measure,
      dispatcher: {
        offer: (task) => {
          timeline.in(10, () => work(task, activities, timeline));
        },
      },
      wake: (woken) => {
        timeline.in(5, () => woken.task(false));
      },
      closed: () => undefined,
    },
    {
      workflowId,
      runId: 'run-1',
      originalRunId: 'run-1',
      workflowType: 'allinpayWithdrawal',
      startedAt: BEGIN,
    },
    input,
  );
  run.begin();
  const said = actAs(story.people ?? [], run, timeline);
  const until = BEGIN + days * 24 * HOUR;
  while (run.isOpen && timeline.now < until && (await timeline.step()));
  const { status, settled } = (await run.snapshot()) as AllinpayWithdrawalResult;
  if (days >= 365 && status !== story.ends)
    throw new Error(`${story.name} ends as ${status}, not as ${story.ends}`);
  run.evict();
  return {
    name: story.name,
    what: story.what,
    days: Math.round((timeline.now - BEGIN) / (24 * HOUR)),
    status,
    settled,
    ...measure.size,
    updates: said(),
    calls: provider.calls,
    realSeconds: Math.round((machineNow() - begunAt) / 100) / 10,
  };
}

type Activities = ReadonlyMap<string, (argument: never) => Promise<unknown>>;

function activitiesOf(provider: StoryProvider, input: unknown, timeline: Timeline): Activities {
  const allinpay = createAllinpayActivities({
    client: provider.client,
    pollPlan: pollPlanSchema.parse(DEFAULT_POLL_PLAN),
    followsEarlierRun: () => Promise.resolve(false),
    heartbeatRecorded: () => Promise.resolve(true),
    readRunInput: () => Promise.resolve(input),
    providerDownAfter: HOUR / 2,
    clock: () => timeline.now,
  });
  const shared = taskQueueActivities(() => Promise.resolve(true));
  return new Map(Object.entries({ ...allinpay, ...shared }));
}

/** One try of an activity, in the hands of a worker that never fails. */
async function work(task: ActivityTask, activities: Activities, timeline: Timeline): Promise<void> {
  const attempt = task.start();
  if (attempt === undefined) return;
  const activity = activities.get(task.order.type);
  if (activity === undefined) throw new Error(`nobody has ${task.order.type}`);
  let left: { readonly details: unknown } | undefined;
  const heartbeat = (details: unknown): void => {
    left = { details: JSON.parse(JSON.stringify(details)) };
    task.heartbeat(attempt.number, left.details);
  };
  const { signal } = new AbortController();
  const context = contextOf(task, attempt, signal, heartbeat);
  const ending = await asyncLocalStorage
    .run(context, () => activity(...(task.order.args as [never])))
    .then(
      (value): Ending => ({ kind: 'completed', value }),
      (error: unknown) => endingOf(error, signal),
    );
  timeline.in(50, () => task.end(attempt.number, ending, left));
}
