import { createAllinpayActivities } from '../activities/allinpay/index.ts';
import type { Clock } from '../activities/attempts/clock.ts';
import { followsEarlierRun, type AskEarlierRuns } from '../activities/attempts/earlierRuns.ts';
import type { HeartbeatRecorded } from '../activities/attempts/heartbeatRecorded.ts';
import { createFeishuActivities } from '../activities/feishu/index.ts';
import { createLumpSumActivities } from '../activities/feishu/lumpSum/index.ts';
import type { ReadRunInput } from '../activities/runInput.ts';
import { createWalletActivities } from '../activities/wallet/index.ts';
import { createOutcomeWebhookActivities } from '../activities/webhook/index.ts';
import { providerTaskQueue, type ProviderQueue } from '../contract/names.ts';
import type { SentBy } from '../contract/sentBy.ts';
import { createAllinpayClient } from '../providers/allinpay/client.ts';
import type { AllinpaySettings } from '../providers/allinpay/settings.ts';
import { createFeishuClient } from '../providers/feishu/client.ts';
import type { FeishuSettings } from '../providers/feishu/settings.ts';
import { createWalletClient } from '../providers/wallet/client.ts';
import type { WalletSettings } from '../providers/wallet/settings.ts';
import { createReceiverClient } from '../providers/webhook/client.ts';
import type { WebhookSettings } from '../providers/webhook/settings.ts';
import type { RateLimit, LimitedQueue } from './rateLimits.ts';
import type { ProfileSettings } from './settings/settings.ts';
import type { RunningCode } from './versioning/runningCode.ts';
import { settingsDigest } from './versioning/settingsDigest.ts';

/** One activity task queue: what runs on it, and how fast. */
export interface QueuePlan {
  readonly taskQueue: string;
  readonly activities: object;
  /** a limit of the provider, kept for the whole fleet and evenly spaced in each worker */
  readonly rateLimit?: RateLimit;
}

/** What the activities of every profile share. */
export interface WorkerDependencies {
  readonly clock: Clock;
  readonly askEarlierRuns: AskEarlierRuns;
  readonly heartbeatRecorded: HeartbeatRecorded;
  readonly readRunInput: ReadRunInput;
  readonly rateLimits: Readonly<Record<LimitedQueue, RateLimit>>;
  /** told in results of what was sent here; default: nothing is told */
  readonly code?: RunningCode;
  /** how many workers of the fleet serve a profile at the moment; default: one */
  readonly workersServing?: (profile: string) => number;
}

/** One queue for each provider limit of a profile, for the families whose settings it has. */
export function planQueues(profile: ProfileSettings, dependencies: WorkerDependencies): QueuePlan[] {
  const { feishu, allinpay, wallet, outcomeWebhook } = profile;
  const queue = (name: ProviderQueue): string => providerTaskQueue(profile.name, name);
  return [
    ...(feishu === undefined ? [] : feishuQueues(feishu, profile, queue, dependencies)),
    ...(feishu === undefined || wallet === undefined
      ? []
      : [walletQueue(wallet, feishu, profile, queue, dependencies)]),
    ...(allinpay === undefined ? [] : allinpayQueues(allinpay, profile, queue, dependencies)),
    ...(outcomeWebhook === undefined ? [] : [outcomeQueue(outcomeWebhook, queue, dependencies)]),
  ];
}

/** In the form in which the activities take it. */
function senderOf(profile: ProfileSettings, code: RunningCode | undefined): { readonly sentBy?: SentBy } {
  return code === undefined ? {} : { sentBy: { ...code, settings: settingsDigest(profile) } };
}

type QueueName = (name: ProviderQueue) => string;

function feishuQueues(
  feishu: FeishuSettings,
  profile: ProfileSettings,
  queue: QueueName,
  {
    clock,
    askEarlierRuns,
    heartbeatRecorded,
    readRunInput,
    rateLimits,
    code,
    workersServing = () => 1,
  }: WorkerDependencies,
): QueuePlan[] {
  const { name, reconcileRechecks, providerDownAfter, outcomeWebhook } = profile;
  const sender = senderOf(profile, code);
  // One client for all its queues: they share the tenant token, and the limits of the calls.
  const client = createFeishuClient({ ...feishu, sharers: () => workersServing(name) });
  const notifies = outcomeWebhook !== undefined;
  const { withdrawReferral, reconcileReferral, untilReferralReady } = createFeishuActivities({
    client,
    askEarlierRuns,
    reconcileRechecks,
    clock,
    providerDownAfter,
    notifies,
    ...sender,
  });
  const { correctLumpSum, readBackLumpSum, queryLumpSum, untilLumpSumReady } = createLumpSumActivities({
    client,
    followsEarlierRun: followsEarlierRun(askEarlierRuns),
    heartbeatRecorded,
    readRunInput,
    clock,
    providerDownAfter,
    notifies,
    ...sender,
  });
  const limited = (name: LimitedQueue, activities: object): QueuePlan => ({
    taskQueue: queue(name),
    activities,
    rateLimit: rateLimits[name],
  });
  return [
    limited('feishu-withdraw', { withdrawReferral }),
    limited('feishu-reconciliation', { reconcileReferral, untilReferralReady }),
    limited('feishu-lump-sum-update', { correctLumpSum }),
    limited('feishu-lump-sum-query', { readBackLumpSum, queryLumpSum, untilLumpSumReady }),
  ];
}

function walletQueue(
  wallet: WalletSettings,
  { appId: feishuAppId }: FeishuSettings,
  { providerDownAfter }: ProfileSettings,
  queue: QueueName,
  { clock }: WorkerDependencies,
): QueuePlan {
  const client = createWalletClient(wallet);
  const activities = createWalletActivities({ client, feishuAppId, clock, providerDownAfter });
  return { taskQueue: queue('wallet'), activities };
}

/** Sends wait behind no poll: thousands of open orders may fall due in the same minutes. */
function allinpayQueues(
  allinpay: AllinpaySettings,
  profile: ProfileSettings,
  queue: QueueName,
  { clock, askEarlierRuns, heartbeatRecorded, readRunInput, code }: WorkerDependencies,
): QueuePlan[] {
  const { pollPlan, ...settings } = allinpay;
  const client = createAllinpayClient(settings);
  const { submitAllinpayWithdrawal, ...reading } = createAllinpayActivities({
    client,
    pollPlan,
    followsEarlierRun: followsEarlierRun(askEarlierRuns),
    heartbeatRecorded,
    readRunInput,
    clock,
    providerDownAfter: profile.providerDownAfter,
    notifies: profile.outcomeWebhook !== undefined,
    ...senderOf(profile, code),
  });
  return [
    { taskQueue: queue('allinpay-send'), activities: { submitAllinpayWithdrawal } },
    { taskQueue: queue('allinpay'), activities: reading },
  ];
}

function outcomeQueue(settings: WebhookSettings, queue: QueueName, { clock }: WorkerDependencies): QueuePlan {
  const activities = createOutcomeWebhookActivities({ client: createReceiverClient(settings), clock });
  return { taskQueue: queue('outcome-webhook'), activities };
}
