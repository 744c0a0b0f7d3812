import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import {
  createOutcomeWebhookActivities,
  type OutcomeDelivered,
  type OutcomeDelivery,
} from '../../../activities/webhook/index.ts';
import { createNoticeActivities, noticed } from '../../../activities/webhook/notice.ts';
import { outcomeEvent } from '../../../contract/outcomeEvent.ts';
import type { ReceiverClient } from '../../../providers/webhook/client.ts';
import type { Delivery } from '../../../providers/webhook/verdict.ts';
import { activityEnvironment } from '../activityEnvironment.ts';

type Message = Parameters<ReceiverClient['deliver']>[0];
type Draft = NonNullable<OutcomeDelivery['event']['data']['record']>;

const run = { workflowId: 'allinpay-withdrawal/default/ST-1', runId: 'run-1' };
const times = { startedAt: '2026-01-31T00:00:00.000Z', closedAt: '2026-01-31T00:00:03.000Z' };
const payout = {
  flow: 'allinpayWithdrawal',
  status: 'settled',
  profile: 'default',
  attention: null,
  waiting: null,
  settled: '100.00',
} as const;

function delivery(record?: Draft): OutcomeDelivery {
  const data = { ...run, startedAt: times.startedAt, sequence: 2, payout };
  return {
    profile: 'default',
    event: {
      type: 'payout.settled',
      timestamp: times.closedAt,
      data: record === undefined ? data : { ...data, record },
    },
  };
}

function recordOf(end: Draft['end']): Draft {
  return { version: 1, ...run, ...times, flow: 'allinpayWithdrawal', end, said: [] };
}

async function deliver(
  answer: Delivery,
  asked = delivery(),
): Promise<{ sent: Message[]; end: OutcomeDelivered | ApplicationFailure }> {
  const sent: Message[] = [];
  const client: ReceiverClient = {
    host: 'owner.example',
    deliver: (message) => {
      sent.push(message);
      return Promise.resolve(answer);
    },
  };
  const activities = createOutcomeWebhookActivities({ client, clock: () => 0 });
  const end: unknown = await activityEnvironment({ attempt: 3 })
    .run((it: OutcomeDelivery) => activities.deliverOutcome(it), asked)
    .catch((error: unknown) => error);
  return { sent, end: end as OutcomeDelivered | ApplicationFailure };
}

describe('a delivery', () => {
  it('posts the event under the id of its run and number', async () => {
    const { sent, end } = await deliver({ kind: 'taken', status: 204 });
    expect(sent).toEqual([
      {
        id: 'outcome/allinpay-withdrawal/default/ST-1/run-1/2',
        body: JSON.stringify(delivery().event),
      },
    ]);
    expect(end).toEqual({
      delivered: true,
      tries: 3,
      at: '1970-01-01T00:00:00.000Z',
      status: 204,
      host: 'owner.example',
    });
  });

  it.each<[Draft['end'], unknown]>([
    ['completed', payout],
    ['failed', payout],
    ['canceled', null],
  ])('of a run that is %s has the result in its record', async (end, result) => {
    const { sent } = await deliver({ kind: 'taken', status: 200 }, delivery(recordOf(end)));
    const event = outcomeEvent.parse(JSON.parse(sent[0]?.body ?? ''));
    expect(event.data.record).toEqual({ ...recordOf(end), result });
  });

  it.each<[Delivery, boolean]>([
    [{ kind: 'notTaken', message: 'not sent, ECONNREFUSED' }, false],
    [{ kind: 'notTaken', status: 404, message: 'HTTP 404' }, false],
    [{ kind: 'notWanted', status: 410, message: 'it wants no events (HTTP 410)' }, true],
  ])('that came to %j is tried again unless it is not wanted', async (answer, nonRetryable) => {
    const { end } = await deliver(answer);
    if (!(end instanceof ApplicationFailure)) throw new Error('it did not fail');
    const { status } = answer;
    expect(end).toMatchObject({
      nonRetryable,
      details: [{ host: 'owner.example', tries: 3, ...(status === undefined ? {} : { status }) }],
    });
  });
});

describe('whether the owner is told', () => {
  it('is added to an answer only where they are', () => {
    expect(noticed({ outcome: 'sent' }, true)).toEqual({ outcome: 'sent', notify: true });
    expect(noticed({ outcome: 'sent' }, false)).toEqual({ outcome: 'sent' });
    expect(noticed({ outcome: 'sent' }, undefined)).toEqual({ outcome: 'sent' });
  });

  it.each([
    ['ours', true, false],
    ['silent', false, false],
    ['theirs', true, true],
  ])('is known of profile %s: %s', async (profile, isOn, isAsked) => {
    const asked: string[] = [];
    const activities = createNoticeActivities({
      ownAnswer: (name) => ({ ours: true, silent: false })[name],
      isServed: (name) => {
        asked.push(name);
        return Promise.resolve(true);
      },
    });
    expect(await activities.isOutcomeWebhookOn(profile)).toBe(isOn);
    expect(asked).toEqual(isAsked ? [profile] : []);
  });
});
