import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { flowNames } from '../../contract/flows/names.ts';
import { OUTCOME_WEBHOOK, PAYOUT_QUERY } from '../../contract/names.ts';
import * as flows from '../../workflows/index.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../harness/timeSkippingWorld.ts';
import { until } from '../harness/until.ts';

const ourTypes = [...flowNames, OUTCOME_WEBHOOK].sort();

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
});
afterAll(async () => {
  await world.stop();
});

const orderId = 'ST-2026-0001';
const input = { profile: 'acme', orderId, details: [{ externalCode: 'S17', amount: '100.10' }] };

let started = 0;

function start(type: string, args: unknown[] = [input]): Promise<WorkflowHandle> {
  started += 1;
  return world.environment.client.workflow.start(type, {
    workflowId: `allinpay-withdrawal/acme/${orderId}-${started}`,
    taskQueue: 'payouts',
    args,
  });
}

interface Refusal {
  readonly message: string;
  readonly type: string | null | undefined;
  readonly nonRetryable: boolean | null | undefined;
  readonly details: unknown;
}

/** What a run ended with, by its history: what its first task came to. */
async function refusalOf(handle: WorkflowHandle): Promise<Refusal> {
  const events = await until(`${handle.workflowId} has ended`, async () => {
    const history = (await handle.fetchHistory()).events ?? [];
    return history.length >= 5 && history;
  });
  expect(events.map(({ eventType }) => proto.temporal.api.enums.v1.EventType[eventType ?? 0])).toEqual([
    'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
    'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED',
    'EVENT_TYPE_WORKFLOW_TASK_STARTED',
    'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
    'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED',
  ]);
  const failure = events.at(-1)?.workflowExecutionFailedEventAttributes?.failure;
  const info = failure?.applicationFailureInfo;
  const [details] = info?.details?.payloads ?? [];
  return {
    message: failure?.message ?? '',
    type: info?.type,
    nonRetryable: info?.nonRetryable,
    details: details && defaultPayloadConverter.fromPayload(details),
  };
}

/** All that an object inherits, and what the bundle's module has beside its flows. */
const inherited = [...Object.getOwnPropertyNames(Object.prototype), '__esModule', 'default', 'prototype'];

it('the types that a refusal names are those that the contract has, and all that are exported', () => {
  const exported = Object.keys(flows).filter((name) => name !== 'default');
  expect(exported.sort()).toEqual(ourTypes);
});

describe('a run of a type that is none of ours', () => {
  it.each(['allinpayWithdraw', 'AllinpayWithdrawal', 'allinpayWithdrawal ', 'workflow', ...inherited])(
    'fails at its first task, whatever the type: %s',
    async (type) => {
      const { message, ...failure } = await refusalOf(await start(type));
      const problem = `must be one of ${ourTypes.join(', ')}, is "${type}"`;
      expect(message).toBe(`workflow type: ${problem}`);
      expect(failure).toEqual({
        type: 'InvalidInput',
        nonRetryable: true,
        details: {
          status: 'failed',
          profile: 'acme',
          attention: null,
          waiting: null,
          problems: [{ field: 'workflow type', message: problem }],
        },
      });
    },
  );

  it.each<[string, string, string]>([
    ['is long', 'a'.repeat(900), `is "${'a'.repeat(100)}" and more`],
    ['is cut at a pair', `${'a'.repeat(99)}😀😀`, `is "${'a'.repeat(99)}😀" and more`],
    ['has characters that nobody sees', 'allinpay\u0000\nWithdrawal', 'is "allinpay\\u0000\\nWithdrawal"'],
  ])('names it in a message that is bounded and well-formed: one that %s', async (_case, type, end) => {
    const { message } = await refusalOf(await start(type));
    expect(message.endsWith(end)).toBe(true);
    expect(message.length).toBeLessThan(400);
    expect(message).not.toContain('\uFFFD');
  });

  it('takes any input, and none', async () => {
    for (const args of [[], [null], ['text'], [[1]], [input, input]]) {
      const { type } = await refusalOf(await start('allinpayWithdraw', args));
      expect(type).toBe('InvalidInput');
    }
  });

  it('answers the query with what its failure says', async () => {
    const handle = await start('allinpayWithdraw');
    const { details } = await refusalOf(handle);
    expect(await handle.query(PAYOUT_QUERY)).toEqual(details);
  });

  it('leaves the flows as they are: one of each ends by itself', async () => {
    const handle = await start('allinpayBalance', [{}]);
    const { message } = await refusalOf(handle);
    expect(message).toContain('accounts');
  });
});
