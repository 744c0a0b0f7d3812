import { WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import { workflowIdOfRequest, type PayoutRequest } from '../../clients/index.ts';
import { PAYOUTS_TASK_QUEUE } from '../../contract/names.ts';
import { LumpSumSeed } from '../../test/harness/lumpSumSeed.ts';
import { anOrder, countsOf, headOf, type RealWorld } from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';
import { Fleet } from './fleet.ts';
import { startLoadWorld } from './loadWorld.ts';
import { atLeast, none, type Claim, type ScenarioReport } from './report.ts';

export interface OneIdOptions {
  /** starts of each id, all at once */
  readonly starts: number;
  readonly say: (line: string) => void;
}

type Policies = Pick<WorkflowStartOptions, 'workflowIdConflictPolicy' | 'workflowIdReusePolicy'>;

/** As other services' clients start it: what they say, or the SDK's defaults, by which an id runs again once closed. */
const careless: readonly Policies[] = [
  {},
  { workflowIdConflictPolicy: 'USE_EXISTING' },
  { workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' },
  { workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' },
];
const terminating: Policies = { workflowIdConflictPolicy: 'TERMINATE_EXISTING' };

/** One order started by a thousand callers at once: half of them by our client, the others as they please. */
export async function oneId({ starts, say }: OneIdOptions): Promise<ScenarioReport> {
  const begun = performance.now();
  const world = await startLoadWorld({});
  try {
    await new Fleet(world, 2).start();
    const claims: Claim[] = [];
    for (const request of await requestsOf(world)) {
      say(`oneId: ${starts} starts of one ${request.flow} …`);
      claims.push(...(await startedByMany(world, request, starts)));
    }
    say(`oneId: ${starts} starts of one order that end each other's runs …`);
    claims.push(...(await endedByEachOther(world, starts)));
    const seconds = (performance.now() - begun) / 1000;
    return { scenario: 'oneId', size: `${starts} starts of an id`, seconds, claims, figures: {} };
  } finally {
    await world.stop();
  }
}

async function requestsOf(world: RealWorld): Promise<PayoutRequest[]> {
  const referralAccountId = await world.feishu.account({ points: 100 });
  const [record] = await new LumpSumSeed(world.sandbox).create(1);
  const records = [{ id: record?.id ?? '', remark: 'once' }];
  return [
    { flow: 'allinpayWithdrawal', input: anOrder('ONE-A') },
    {
      flow: 'referralWithdrawal',
      input: { externalOrderId: 'ONE-R', referralAccountId, bonusTypes: ['point'], credit: 'webhook' },
    },
    { flow: 'lumpSumCorrection', input: { correctionId: 'ONE-L', records } },
  ];
}

async function startedByMany(world: RealWorld, request: PayoutRequest, starts: number): Promise<Claim[]> {
  const before = world.sandbox.ledger().effects.length;
  const outcomes = await Promise.allSettled(
    Array.from({ length: starts }, (_, index) =>
      index % 2 === 0
        ? outcomeByOurClient(world, request)
        : outcomeByOther(world, request, careless[((index - 1) / 2) % careless.length] ?? {}),
    ),
  );
  const told = outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : `failed: ${String(outcome.reason)}`,
  );
  const effects = world.sandbox
    .ledger()
    .effects.slice(before)
    .map(({ kind }) => kind);
  const { flow } = request;
  return [
    sameFor(`${flow}: callers with another outcome than the others`, told),
    none(
      `${flow}: effects that happened more than once`,
      effects.filter((kind, index) => effects.indexOf(kind) !== index),
    ),
    atLeast(`${flow}: effects`, effects.length, 1),
  ];
}

async function outcomeByOurClient(world: RealWorld, request: PayoutRequest): Promise<string> {
  const payout = await world.payouts.start(request);
  return outcomeText(await payout.result());
}

/** Attaches where the server says that the id is taken. */
async function outcomeByOther(world: RealWorld, request: PayoutRequest, policies: Policies): Promise<string> {
  const workflowId = workflowIdOfRequest(request);
  try {
    await startRaw(world, request, policies);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return outcomeText(await world.client.workflow.getHandle(workflowId).result());
}

function startRaw(world: RealWorld, request: PayoutRequest, policies: Policies): Promise<unknown> {
  return world.client.workflow.start(request.flow, {
    workflowId: workflowIdOfRequest(request),
    taskQueue: PAYOUTS_TASK_QUEUE,
    args: [request.input],
    ...policies,
  });
}

/**
 * What a caller goes by: where it stands and its sums. A run that follows another one says when it found the order, not
 * when it was sent.
 */
function outcomeText(result: unknown): string {
  if (typeof result !== 'object' || result === null) return String(result);
  const members = [
    'flow',
    'status',
    'asked',
    'settled',
    'failed',
    'pending',
    'withdrawn',
    'credited',
    'counts',
  ];
  return JSON.stringify(
    Object.fromEntries(Object.entries(result).filter(([name]) => members.includes(name))),
  );
}

function sameFor(claim: string, told: readonly string[]): Claim {
  const [first] = told;
  return none(
    claim,
    told.filter((outcome) => outcome !== first || outcome.startsWith('failed')),
  );
}

/**
 * Half of the callers end whatever runs and start anew. No run that follows such a one sends; where none has sent before
 * it was ended, a person has it sent.
 */
async function endedByEachOther(world: RealWorld, starts: number): Promise<Claim[]> {
  const request: PayoutRequest = { flow: 'allinpayWithdrawal', input: anOrder('ONE-T') };
  const workflowId = workflowIdOfRequest(request);
  await Promise.allSettled(
    Array.from({ length: starts }, (_, index) =>
      startRaw(world, request, index % 2 === 0 ? terminating : (careless[1] ?? {})),
    ),
  );
  const handle = world.client.workflow.getHandle(workflowId);
  const sentByPerson = await until('it is closed, or needs a person', async () => {
    if ((await handle.describe()).status.name !== 'RUNNING') return 'no';
    const { attention } = await headOf(handle);
    return attention?.reason === 'outcomeUnknown' && countsOf(world.sandbox, 'ONE-T').bookings === 0
      ? 'yes'
      : undefined;
  });
  const bookedBefore = countsOf(world.sandbox, 'ONE-T').bookings;
  if (sentByPerson === 'yes')
    await world.payouts
      .payout(workflowId)
      .resolve({ by: 'operator', decision: 'resubmit', note: 'looked into it' });
  const outcome = outcomeText(await handle.result());
  const { bookings } = countsOf(world.sandbox, 'ONE-T');
  return [
    none('runs ended by each other: orders booked twice', bookings > 1 ? ['ONE-T'] : []),
    {
      claim: 'runs ended by each other: settled once, by a person where no run had sent',
      holds: bookings === 1 && outcome.includes('"settled"'),
      figure: `booked ${bookedBefore} by itself, ${bookings} in the end; ${outcome}`,
    },
  ];
}
