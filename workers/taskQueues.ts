import { createAllinpayActivities } from '../activities/allinpay/index.ts';
import type { Clock } from '../activities/clock.ts';
import type { FollowsEarlierRun } from '../activities/earlierRuns.ts';
import { createFeishuActivities } from '../activities/feishu.ts';
import { createWalletActivities } from '../activities/wallet.ts';
import { providerTaskQueue, type ProviderQueue } from '../contract/names.ts';
import { createAllinpayClient } from '../providers/allinpay/client.ts';
import { createFeishuClient } from '../providers/feishu/client.ts';
import { createWalletClient } from '../providers/wallet/client.ts';
import type {
  AllinpaySettings,
  FeishuSettings,
  ProfileSettings,
  WalletSettings,
} from './settings/settings.ts';

/** One activity task queue: what runs on it, and how fast. */
export interface QueuePlan {
  readonly taskQueue: string;
  readonly activities: object;
  /** a limit of the provider, kept for the whole fleet and evenly spaced in each worker */
  readonly pace?: Pace;
}

export interface Pace {
  /** calls a second that the provider allows */
  readonly fleetPerSecond: number;
  /** calls a second of one worker: a little slower, so that even spacing never touches the limit */
  readonly workerPerSecond: number;
}

/** 100 a minute, as Feishu documents for referral accounts: one call every 0.62 s. */
export const REFERRAL_PACE: Pace = { fleetPerSecond: 100 / 60, workerPerSecond: 1 / 0.62 };

/** What the activities of every profile share. */
export interface Surroundings {
  readonly clock: Clock;
  readonly followsEarlierRun: FollowsEarlierRun;
  readonly referralPace: Pace;
}

/** One queue for each provider limit of a profile, for the families whose settings it has. */
export function planQueues(profile: ProfileSettings, surroundings: Surroundings): QueuePlan[] {
  const { feishu, allinpay, wallet } = profile;
  const queue = (name: ProviderQueue): string => providerTaskQueue(profile.name, name);
  return [
    ...(feishu === undefined ? [] : feishuQueues(feishu, profile, queue, surroundings)),
    ...(feishu === undefined || wallet === undefined
      ? []
      : [walletQueue(wallet, feishu, queue, surroundings)]),
    ...(allinpay === undefined ? [] : [allinpayQueue(allinpay, queue, surroundings)]),
  ];
}

type QueueName = (name: ProviderQueue) => string;

function feishuQueues(
  feishu: FeishuSettings,
  { reconcileRechecks }: ProfileSettings,
  queue: QueueName,
  { clock, followsEarlierRun, referralPace: pace }: Surroundings,
): QueuePlan[] {
  // One client for both queues: they share the tenant token.
  const client = createFeishuClient(feishu);
  const { withdrawReferral, reconcileReferral } = createFeishuActivities({
    client,
    followsEarlierRun,
    reconcileRechecks,
    clock,
  });
  return [
    { taskQueue: queue('feishu-withdraw'), activities: { withdrawReferral }, pace },
    { taskQueue: queue('feishu-reconciliation'), activities: { reconcileReferral }, pace },
  ];
}

function walletQueue(
  wallet: WalletSettings,
  { appId: feishuAppId }: FeishuSettings,
  queue: QueueName,
  { clock }: Surroundings,
): QueuePlan {
  const activities = createWalletActivities({ client: createWalletClient(wallet), feishuAppId, clock });
  return { taskQueue: queue('wallet'), activities };
}

function allinpayQueue(
  allinpay: AllinpaySettings,
  queue: QueueName,
  { clock, followsEarlierRun }: Surroundings,
): QueuePlan {
  const { pollPlan, ...settings } = allinpay;
  const client = createAllinpayClient(settings);
  return {
    taskQueue: queue('allinpay'),
    activities: createAllinpayActivities({ client, pollPlan, followsEarlierRun, clock }),
  };
}
