import { z } from 'zod';
import { integer, numberText } from '../json.ts';
import { normal } from '../money.ts';
import type { Reward } from '../state.ts';
import type { World } from '../world.ts';
import { findAccount } from './accounts.ts';
import { badParameter, success, unknownAccount } from './dialect.ts';
import { bodyText, readBody, type Endpoint } from './request.ts';

const firstRewardId = 7016605170635213100n;

const within = (least: number, most: number) =>
  integer.refine((value) => value >= least && value <= most, `expected ${least} to ${most}`);

const bonus = z
  .object({
    bonus_type: within(1, 2),
    point_bonus: integer.refine((points) => points >= 0, 'expected 0 or more').optional(),
    cash: z
      .object({
        currency_type: z.string().regex(/^[A-Z]{3}$/),
        amount: numberText.refine(
          (text) => /^\d{1,12}(\.\d{1,2})?$/.test(text),
          'expected at most two decimals',
        ),
      })
      .optional(),
  })
  .refine(
    (it) => it.bonus_type !== 1 || it.point_bonus !== undefined,
    'point_bonus is required with bonus_type 1',
  )
  .refine((it) => it.bonus_type !== 2 || it.cash !== undefined, 'cash is required with bonus_type 2');

/** One leniency: application_id or talent_id, one of which Feishu wants, is not asked for (there are no applications here). */
const createBody = z.object({
  referral_user_id: z.string().min(1),
  external_id: z.string().min(1),
  rule_type: within(1, 5),
  bonus,
  stage: within(1, 3),
});

function book(world: World, body: z.output<typeof createBody>, accountId: string): Reward {
  const { feishu } = world.state;
  const { bonus_type, point_bonus = 0, cash } = body.bonus;
  const reward: Reward = {
    id: String(firstRewardId + BigInt(feishu.rewardsMade)),
    externalId: body.external_id,
    accountId,
    points: bonus_type === 1 ? point_bonus : 0,
    cash: bonus_type === 2 && cash ? [{ currency: cash.currency_type, amount: normal(cash.amount) }] : [],
    stage: body.stage,
  };
  feishu.rewardsMade += 1;
  feishu.rewards.set(reward.externalId, reward);
  record(world, reward);
  return reward;
}

function record(world: World, { externalId, accountId, points, cash, stage }: Reward): void {
  world.ledger.record({
    kind: 'feishu.reward',
    orderId: externalId,
    account: accountId,
    points,
    cash,
    stage,
  });
  world.changed();
}

/** A repeat of an external_id changes nothing but the stage, and that only forwards. */
function moveOn(world: World, reward: Reward, stage: number): void {
  if (stage <= reward.stage) return;
  reward.stage = stage;
  record(world, reward);
}

/** Where balances come from: a reward at stage 2 can be withdrawn. */
export const reward: Endpoint = {
  method: 'POST',
  path: '/open-apis/hire/v1/external_referral_rewards',
  api: 'feishu.reward',
  subject: (request) => {
    const orderId = bodyText(request, 'external_id');
    const account = bodyText(request, 'referral_user_id');
    return {
      accounts: account === undefined ? [] : [account],
      ...(orderId === undefined ? {} : { orderId }),
    };
  },
  process(world, request) {
    const read = readBody(request, createBody);
    if ('refused' in read) return read.refused;
    const account = findAccount(world.state, read.body.referral_user_id);
    if (!account) return unknownAccount();
    const known = world.state.feishu.rewards.get(read.body.external_id);
    if (known) moveOn(world, known, read.body.stage);
    const { id } = known ?? book(world, read.body, account.id);
    return success({ id });
  },
};

export const rewardDelete: Endpoint = {
  method: 'DELETE',
  path: '/open-apis/hire/v1/external_referral_rewards/:id',
  api: 'feishu.rewardDelete',
  subject: () => ({ accounts: [] }),
  process(world, { params }) {
    const { rewards } = world.state.feishu;
    const found = [...rewards.values()].find(({ id }) => id === params['id']);
    if (!found) return badParameter('external_referral_reward_id');
    rewards.delete(found.externalId);
    world.changed();
    return success({});
  },
};
