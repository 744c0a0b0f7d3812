import { describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { payloadsOf } from '../../../clients/payloads.ts';
import { recordOf } from '../../../clients/records/recordOf.ts';
import { payoutRecord } from '../../../contract/index.ts';
import { currentVersion, recordedPaths } from '../../../verification/replay/corpus.ts';
import { described } from '../fixtures.ts';
import { offline } from './fakeServer.ts';
import { endedBy, recorded } from './recorded.ts';

const run = described({
  workflowId: 'allinpay-withdrawal/default/A-1',
  startedAt: '2026-03-01T08:00:00.000Z',
  closedAt: '2026-03-01T09:00:00.000Z',
});
const payloads = payloadsOf(offline, run.workflowId);
const settled = recorded('allinpayWithdrawal/settled');

describe('the record of a run that', () => {
  it('completed holds its result', async () => {
    expect(await recordOf(run, settled, payloads)).toMatchObject({
      version: 1,
      workflowId: run.workflowId,
      runId: run.runId,
      flow: 'allinpayWithdrawal',
      end: 'completed',
      startedAt: run.startedAt,
      closedAt: run.closedAt,
      said: [],
      result: { status: 'settled', settled: expect.stringMatching(/^\d+\.\d\d$/) },
    });
  });

  it('failed holds the failure and what was known of the money', async () => {
    const record = await recordOf(run, recorded('allinpayWithdrawal/refused'), payloads);
    expect(record).toMatchObject({
      end: 'failed',
      failure: { type: 'PayoutRejected', message: expect.stringMatching(/./) },
      result: { status: 'rejected', settled: '0.00' },
    });
  });

  it('was canceled, terminated or timed out says how, and nothing of the money', async () => {
    const canceled = recorded('allinpayWithdrawal/canceled-by-request');
    const terminated = endedBy(settled, {
      workflowExecutionTerminatedEventAttributes: { reason: 'by hand' },
    });
    const timedOut = endedBy(settled, { workflowExecutionTimedOutEventAttributes: {} });
    expect(await recordOf(run, canceled, payloads)).toMatchObject({ end: 'canceled', result: null });
    expect(await recordOf(run, terminated, payloads)).toMatchObject({ end: 'terminated', result: null });
    expect(await recordOf(run, timedOut, payloads)).toMatchObject({ end: 'timedOut', result: null });
  });

  it('is still open cannot be had', async () => {
    await expect(recordOf(run, recorded('allinpayWithdrawal/processing'), payloads)).rejects.toThrow(
      'its last event does not close it',
    );
    await expect(recordOf(run, { events: [] }, payloads)).rejects.toThrow('its history is empty');
  });

  it('is no payout cannot be had', async () => {
    const balance = described({ workflowType: 'allinpayBalance' });
    await expect(recordOf(balance, settled, payloads)).rejects.toThrow(/flow/);
  });
});

describe('what people said', () => {
  it('stands in the record with who and when: an approval', async () => {
    const { said } = await recordOf(run, recorded('allinpayWithdrawal/approved'), payloads);
    expect(said).toEqual([
      { update: 'approve', by: 'ann', at: expect.stringMatching(/^2026-.*Z$/), note: 'seen' },
    ]);
  });

  it('stands in the order in which it was accepted, with the decision', async () => {
    const history = recorded('referralWithdrawal/credit-overdue-then-retried-and-confirmed');
    const { said } = await recordOf(run, history, payloads);
    expect(said.map(({ update, decision }) => [update, decision])).toEqual([
      ['resolve', 'retry'],
      ['confirmCredit', undefined],
    ]);
  });

  it('before a reset is found where the new run has it', async () => {
    const history = recorded('allinpayWithdrawal/approved');
    const events = (history.events ?? []).flatMap((event) => {
      const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
      if (!accepted) return [event];
      const { acceptedRequest, ...rest } = accepted;
      return [
        {
          ...event,
          workflowExecutionUpdateAcceptedEventAttributes: null,
          workflowExecutionUpdateAdmittedEventAttributes: { request: acceptedRequest! },
        },
        { ...event, workflowExecutionUpdateAcceptedEventAttributes: rest },
      ];
    });
    const { said } = await recordOf(run, { events }, payloads);
    expect(said).toMatchObject([{ update: 'approve', by: 'ann' }]);
  });
});

it('every recorded history of money has a record, or is open', async () => {
  const paths = recordedPaths(currentVersion()).filter(
    (path) => !/^(allinpayBalance|lumpSumQuery)\//.test(path),
  );
  const open: string[] = [];
  for (const path of paths) {
    const [workflowType = ''] = path.split('/');
    const history = recorded(path as `${string}/${string}`);
    const record = await recordOf({ ...run, workflowType }, history, payloads).catch((error: unknown) => {
      expect(String(error)).toContain('does not close it');
      open.push(path);
    });
    if (record) expect(payoutRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  }
  expect(paths.length).toBeGreaterThan(70);
  expect(open).toEqual(['allinpayWithdrawal/awaiting-approval', 'allinpayWithdrawal/processing']);
});

/** Turns every byte round: what a codec makes of payloads is not JSON any more. */
const turning: PayloadCodec = {
  encode: (stored) => Promise.resolve(stored.map(turned)),
  decode: (stored) => Promise.resolve(stored.map(turned)),
};
const turned = <T extends { data?: Uint8Array | null }>(payload: T): T => ({
  ...payload,
  data: (payload.data ?? new Uint8Array()).map((byte) => byte ^ 0xff),
});

it('payloads are read through the codec of the client', async () => {
  const client = new Client({ connection: Connection.lazy(), dataConverter: { payloadCodecs: [turning] } });
  const completed = settled.events!.at(-1)!.workflowExecutionCompletedEventAttributes!;
  const hidden = endedBy(settled, {
    workflowExecutionCompletedEventAttributes: {
      result: { payloads: completed.result!.payloads!.map(turned) },
    },
  });
  const record = await recordOf(run, hidden, payloadsOf(client, run.workflowId));
  expect(record).toEqual(await recordOf(run, settled, payloads));
  await expect(recordOf(run, hidden, payloads)).rejects.toThrow();
});
