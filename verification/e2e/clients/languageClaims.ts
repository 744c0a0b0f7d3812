import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  referralId,
  setAccount,
  untilStatus,
} from '../../../test/harness/realWorld.ts';
import { until } from '../../../test/harness/until.ts';
import type { Language } from './languages.ts';
import { LineProgram, type Answer, type Ask } from './lineProgram.ts';
import { mismatchClaims, type Stage } from './mismatchClaims.ts';

/** What a service can do with the client of examples/clients in its language, whichever that is. */
export function claimsOf({ name, prepare }: Language, stage: () => Stage): void {
  let client: LineProgram | undefined;
  const ask = (what: Ask): Promise<Answer> => {
    if (client === undefined) throw new Error('the client was not started');
    return client.ask(what);
  };
  const order = (label: string): string => `${name}-${label}`;
  const startAllinpay = (orderId: string, more: object = {}): Promise<Answer> =>
    ask({
      do: 'start',
      flow: 'allinpayWithdrawal',
      id: allinpayId(orderId),
      input: anOrder(orderId, more),
    });
  const handleOf = (orderId: string) => stage().world.client.workflow.getHandle(allinpayId(orderId));

  // A machine that has never compiled it needs minutes for Go's dependencies.
  beforeAll(async () => {
    client = new LineProgram(await prepare(), stage().world);
  }, 300_000);

  afterAll(async () => {
    await client?.stop();
  });

  it('starts every flow and hears its result', async () => {
    const referralAccountId = await stage().world.feishu.account({ points: 50 });
    const [record] = await stage().lumpSums.create(1);
    const moneyFlows = [
      [
        'allinpayWithdrawal',
        allinpayId(order('1')),
        anOrder(order('1')),
        { status: 'settled', asked: '100.00', settled: '100.00' },
      ],
      [
        'referralWithdrawal',
        referralId(order('1')),
        { externalOrderId: order('1'), referralAccountId, bonusTypes: ['point'] },
        { status: 'reconciled', withdrawn: { points: 50 } },
      ],
      [
        'lumpSumCorrection',
        workflowIdOf('lumpSumCorrection', 'default', order('1')),
        { correctionId: order('1'), records: [{ id: record!.id, remark: `by ${name}` }] },
        { status: 'corrected', records: [{ outcome: 'corrected' }] },
      ],
      [
        'allinpayBalance',
        order('balance'),
        { accounts: [{ externalCode: `S-${order('1')}` }] },
        { accounts: [{ externalCode: `S-${order('1')}` }] },
      ],
      [
        'lumpSumQuery',
        order('query'),
        { filters: { ids: [record!.id] } },
        { records: [{ id: record!.id, remark: `by ${name}` }], hasMore: false },
      ],
    ] as const;
    for (const [flow, id, input, result] of moneyFlows) {
      await ask({ do: 'start', flow, id, input });
      expect(await ask({ do: 'result', id })).toMatchObject({ ok: result });
    }
  }, 60_000);

  it('attaches to an order that is under way, and to one that has completed', async () => {
    await setAccount(stage().world.sandbox, `S-${order('2')}`, 'never');
    const first = await startAllinpay(order('2'));
    const second = await startAllinpay(order('2'));
    await untilStatus(handleOf(order('2')), 'processing');
    expect(await ask({ do: 'standing', id: allinpayId(order('2')) })).toMatchObject({
      ok: { flow: 'allinpayWithdrawal', status: 'processing', pending: '100.00', attention: null },
    });
    await setAccount(stage().world.sandbox, `S-${order('2')}`, 'settled');
    const result = await ask({ do: 'result', id: allinpayId(order('2')) });
    const third = await startAllinpay(order('2'));

    expect(result).toMatchObject({ ok: { status: 'settled' } });
    expect(first).toEqual({ ok: expect.any(String) });
    expect([second, third]).toEqual([first, first]);
    expect(countsOf(stage().world.sandbox, order('2'))).toMatchObject({ bookings: 1, sends: 1 });
  }, 60_000);

  mismatchClaims(name, stage, ask);

  it('finds what waits for approval, and says it once however often it says it', async () => {
    const id = allinpayId(order('3'));
    const batchId = order('batch');
    await startAllinpay(order('3'), { approval: 'required', requestedBy: 'maker', batchId });
    const query = `PayoutBatchId = "${batchId}" AND PayoutStatus = "awaitingApproval"`;
    await until('it is found', async () => {
      const found = await ask({ do: 'find', query });
      return 'ok' in found && JSON.stringify(found.ok) === JSON.stringify([id]);
    });
    // It said nothing of this at its start: the workflow does.
    expect(await stage().world.payouts.list({ batchId })).toMatchObject([
      { asked: '100.00', currency: 'CNY', requestedBy: 'maker' },
    ]);
    const approve = (by: string, updateId: string, more: object = {}): Promise<Answer> =>
      ask({ do: 'tell', id, update: 'approve', said: { by, ...more }, updateId });

    expect(await ask({ do: 'offer', id })).toEqual({ ok: 1 });
    expect(await approve('lead', 'o', { offer: 2 })).toMatchObject({ refused: { type: 'UpdateRefused' } });
    expect(await approve('Maker', 'a')).toMatchObject({ refused: { type: 'UpdateRefused' } });
    expect(await approve('lead', 'b', { unknown: 1 })).toMatchObject({ refused: { type: 'InvalidInput' } });
    const judged = { offer: 1, note: 'checked against the invoice' };
    const said = await approve('lead', 'c', judged);
    expect(said).toMatchObject({ ok: { recorded: 'approve' } });
    expect(await approve('lead', 'c', judged)).toEqual(said);
    expect(await ask({ do: 'result', id })).toMatchObject({
      ok: { status: 'settled', approvedBy: 'lead' },
    });
  }, 60_000);

  it('reads why an order failed, and starts it again', async () => {
    stage().world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: order('4'), fault: 'code', code: 3101, times: 1 },
    ]);
    const id = allinpayId(order('4'));
    const first = await startAllinpay(order('4'));
    expect(await ask({ do: 'result', id })).toMatchObject({
      failed: {
        type: 'PayoutRejected',
        known: { status: 'rejected', settled: '0.00', problems: [{ code: '3101' }] },
      },
    });
    const second = await startAllinpay(order('4'));
    expect(second).not.toEqual(first);
    expect(await ask({ do: 'result', id })).toMatchObject({ ok: { status: 'settled' } });

    const wrong = { details: [{ externalCode: 'S', amount: 100 }], summary: 7 };
    await startAllinpay(order('5'), wrong);
    expect(await ask({ do: 'result', id: allinpayId(order('5')) })).toMatchObject({
      failed: {
        type: 'InvalidInput',
        known: { status: 'failed', problems: [{ field: 'details[0].amount' }, { field: 'summary' }] },
      },
    });
  }, 60_000);

  it('decides what needs a person by the offer that was shown, and says why', async () => {
    stage().world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: order('7'), fault: 'code', code: 3103, times: 1 },
    ]);
    const id = allinpayId(order('7'));
    await startAllinpay(order('7'));
    const shown = await until('a person is needed', async () => {
      const answer = await ask({ do: 'offer', id, decision: 'retry' });
      return 'ok' in answer && typeof answer.ok === 'number' && answer.ok > 0 ? answer.ok : undefined;
    });
    const resolve = (offer: number, updateId: string): Promise<Answer> => {
      const said = { by: 'lead', decision: 'retry', offer, note: 'the settings are mended' };
      return ask({ do: 'tell', id, update: 'resolve', said, updateId });
    };
    expect(await resolve(shown + 1, 'd')).toMatchObject({ refused: { type: 'UpdateRefused' } });
    expect(await resolve(shown, 'e')).toMatchObject({ ok: { recorded: 'resolve' } });
    expect(await ask({ do: 'result', id })).toMatchObject({ ok: { status: 'settled' } });
    expect(countsOf(stage().world.sandbox, order('7'))).toMatchObject({ bookings: 1 });
  }, 60_000);

  it('does not start over a run that was lost, and tracks its order with send "never"', async () => {
    await setAccount(stage().world.sandbox, `S-${order('6')}`, 'never');
    await startAllinpay(order('6'));
    await untilStatus(handleOf(order('6')), 'processing');
    await handleOf(order('6')).terminate('by hand');

    expect(await ask({ do: 'result', id: allinpayId(order('6')) })).toEqual({ lost: expect.any(String) });
    expect(await startAllinpay(order('6'))).toEqual({ lost: expect.stringMatching(/terminated/i) });
    await setAccount(stage().world.sandbox, `S-${order('6')}`, 'settled');
    await startAllinpay(order('6'), { send: 'never' });
    expect(await ask({ do: 'result', id: allinpayId(order('6')) })).toMatchObject({
      ok: { status: 'settled', settled: '100.00' },
    });
    expect(countsOf(stage().world.sandbox, order('6'))).toMatchObject({ bookings: 1, sends: 1 });
  }, 60_000);
}
