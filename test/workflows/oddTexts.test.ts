import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import fc from 'fast-check';
import { OUTCOME_WEBHOOK } from '../../contract/names.ts';
import { searchAttributes } from '../../contract/searchAttributes.ts';
import { isWellFormed } from '../../contract/text.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';
import { TestOrders } from '../harness/allinpayOrders.ts';
import { brokenText, oddText } from '../harness/oddTexts.ts';
import { eventTypes, WORKFLOW_TASK_FAILED } from '../harness/testRun.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../harness/timeSkippingWorld.ts';
import { until } from '../harness/until.ts';
import { startStub, type Stub } from '../providers/stubServer.ts';

// Each run costs a workflow on a server; what fails is found within the first few.
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_801);
const options = { seed, numRuns: 12, endOnFailure: true };
const text = fc.oneof(brokenText, oddText);

let world: TimeSkippingWorld;
let orders: TestOrders;
let wallet: Stub;
/** what the wallet calls the next credit */
let reference = '';
let count = 0;

beforeAll(async () => {
  wallet = await startStub((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ reference, [reference]: reference }));
  });
  world = await startTimeSkippingWorld({ environment: { WALLET_CREDIT_URL: `${wallet.url}/credit` } });
  orders = new TestOrders(world);
});

afterAll(async () => {
  await world.stop();
  await wallet.close();
});

/** How it closed. A worker that was shut down closes nothing any more. */
async function closed(handle: WorkflowHandle): Promise<string> {
  return until(`${handle.workflowId} is closed`, async () => {
    const { status } = await handle.describe();
    return status.name !== 'RUNNING' && status.name;
  });
}

/** Every text of a failure, as another service reads it. */
async function messageOf(handle: WorkflowHandle): Promise<string> {
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
}

async function expectSound(handle: WorkflowHandle): Promise<void> {
  expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
  expect(isWellFormed(await messageOf(handle))).toBe(true);
}

/** An input that pays nobody, since it is refused or waits for a person. */
function inputOf(id: string): Record<string, unknown> {
  const details = [{ externalCode: 'S17', amount: '100.10' }];
  return { orderId: id, details, approval: 'required', requestedBy: 'ann' };
}

const inInput: Record<string, (input: Record<string, unknown>, odd: string) => unknown> = {
  'a name of a member': (input, odd) => ({ ...input, [odd]: odd }),
  'the profile': (input, odd) => ({ ...input, profile: odd }),
  'a word': (input, odd) => ({ ...input, approval: odd }),
  'a code': (input, odd) => ({ ...input, details: [{ externalCode: odd, amount: '1' }] }),
  'a name within a list': (input, odd) => ({ ...input, details: [{ externalCode: 'S17', [odd]: '1' }] }),
  'the remark': (input, odd) => ({ ...input, summary: odd }),
  'the input itself': (_input, odd) => odd,
};

describe(`any text (FUZZ_SEED=${seed})`, () => {
  it('in an input is refused or paid by, and the next payout is served', async () => {
    const places = Object.entries(inInput);
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...places), async (odd, [, put]) => {
        const id = `ODD-${(count += 1)}`;
        const raw = put(inputOf(id), odd);
        const handle = await world.start(
          'allinpayWithdrawal',
          workflowIdOf('allinpayWithdrawal', 'default', id),
          raw,
        );
        await until('it is refused or waits', async () => {
          const { status, typedSearchAttributes } = await handle.describe();
          const shown = typedSearchAttributes.get(searchAttributes.status);
          return status.name !== 'RUNNING' || shown === 'awaitingApproval';
        });
        if ((await handle.describe()).status.name === 'RUNNING') {
          await handle.executeUpdate('reject', { args: [{ by: 'bob' }] });
          expect(isWellFormed(JSON.stringify(raw))).toBe(true);
        }
        expect(await closed(handle)).toBe('FAILED');
        await expectSound(handle);
      }),
      options,
    );
  });

  it('in what a person says is refused or told, and the next payout is served', async () => {
    const said = fc.oneof(
      text.map((note) => ({ by: 'bob', note })),
      text.map((by) => ({ by })),
      text.map((name) => ({ by: 'bob', [name]: name })),
      text,
    );
    await fc.assert(
      fc.asyncProperty(
        said,
        fc.constantFrom('reject', 'resolve', 'confirmCredit'),
        async (argument, update) => {
          const id = `ODD-${(count += 1)}`;
          const workflowId = workflowIdOf('allinpayWithdrawal', 'default', id);
          const handle = await world.start('allinpayWithdrawal', workflowId, inputOf(id));
          const answer: unknown = await handle
            .executeUpdate(update, { args: [argument] })
            .catch((error: unknown) => error);
          const why = answer instanceof Error && answer.cause instanceof Error ? answer.cause.message : '';
          expect(isWellFormed(why)).toBe(true);
          if ((await handle.describe()).status.name === 'RUNNING') {
            await handle.executeUpdate('cancel', { args: [{ by: 'ann' }] }).catch(() => undefined);
          }
          expect(await closed(handle)).toBe('FAILED');
          await expectSound(handle);
        },
      ),
      options,
    );
  });

  it('in what Allinpay says reaches the result, and the next payout is served', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (msg) => {
        const order = await orders.startFailing([
          { fault: 'code', on: 'allinpay.withdraw', code: 2001, msg },
        ]);
        expect(await closed(order.handle)).toBe('FAILED');
        await expectSound(order.handle);
      }),
      options,
    );
    world.sandbox.setFaults([]);
  });

  it('in what a wallet says reaches the result, and the next payout is served', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (odd) => {
        reference = odd;
        const id = `ODD-${(count += 1)}`;
        const referralAccountId = await world.feishu.account({ points: 10 });
        const handle = await world.start(
          'referralWithdrawal',
          workflowIdOf('referralWithdrawal', 'default', id),
          { externalOrderId: id, referralAccountId, bonusTypes: ['point'], credit: 'webhook' },
        );
        const result: unknown = await handle.result();
        expect(JSON.stringify(result)).not.toMatch(/\\ud[89a-f]/);
        await expectSound(handle);
      }),
      { ...options, numRuns: 6 },
    );
  });

  it('for the profile of an event that somebody else starts ends that run, and harms no other', async () => {
    const event = {
      type: 'payout.settled',
      timestamp: '',
      data: { workflowId: 'x', runId: 'r', sequence: 1 },
    };
    const { workflow } = world.environment.client;
    const stray = await workflow.start(OUTCOME_WEBHOOK, {
      workflowId: 'ODD-event',
      taskQueue: 'payouts',
      args: [{ profile: '\ud83d', event }],
    });
    const order = await orders.start();
    expect((await order.result()).status).toBe('settled');
    expect(await eventTypes(stray)).not.toContain(WORKFLOW_TASK_FAILED);
    await expect(stray.result()).rejects.toMatchObject({
      cause: { type: 'InvalidInput', message: expect.stringContaining('profile: ') },
    });
  });
});
