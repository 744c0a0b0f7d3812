import { expect, it } from '@jest/globals';
import type { AllinpayWithdrawalInput } from '../../../contract/flows/allinpayWithdrawal.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { LumpSumSeed } from '../../../test/harness/lumpSumSeed.ts';
import {
  allinpayId,
  anOrder,
  countsOf,
  referralId,
  setAccount,
  untilStatus,
  type RealWorld,
} from '../../../test/harness/realWorld.ts';
import type { Answer, Ask } from './lineProgram.ts';

/** What the claims are tried on. */
export interface Stage {
  readonly world: RealWorld;
  readonly lumpSums: LumpSumSeed;
}

const details = (...paid: readonly [externalCode: string, amount: string][]) => ({
  details: paid.map(([externalCode, amount]) => ({ externalCode, amount })),
});

/** An order of two accounts, and inputs of its id that are the same payout or another one. */
export function variants(orderId: string): {
  order: AllinpayWithdrawalInput;
  same: Record<string, AllinpayWithdrawalInput>;
  others: [title: string, input: AllinpayWithdrawalInput, told: RegExp][];
} {
  const [a, b] = [`S-${orderId}`, `T-${orderId}`];
  return {
    order: anOrder(orderId, details([a, '100.10'], [b, '2.00'])),
    same: {
      'amounts written otherwise': anOrder(orderId, details([a, '100.1'], [b, '2'])),
      'details in another order': anOrder(orderId, details([b, '2.00'], [a, '100.10'])),
      'defaults said': anOrder(orderId, {
        ...details([a, '100.10'], [b, '2.00']),
        profile: 'default',
        approval: 'none',
      }),
      'other words beside the payout': anOrder(orderId, {
        ...details([a, '100.10'], [b, '2.00']),
        ...{ requestedBy: 'somebody', batchId: 'another', summary: 'words', send: 'never' },
        ...{ settleBy: '2190-01-01T00:00:00+08:00', checkBalance: true },
      }),
    },
    others: [
      [
        'another amount',
        anOrder(orderId, details([a, '200.10'], [b, '2.00'])),
        /details: asked for .*200\.10.*, runs with .*100\.10/,
      ],
      [
        'the same amount to another account',
        anOrder(orderId, details([`U-${orderId}`, '100.10'], [b, '2.00'])),
        /details: asked for .*"U-.*, runs with .*"S-/,
      ],
      [
        'the same sum otherwise divided',
        anOrder(orderId, details([a, '2.00'], [b, '100.10'])),
        /details: asked for .*2\.00.*, runs with .*100\.10/,
      ],
      [
        'one detail less',
        anOrder(orderId, details([a, '100.10'])),
        /details: asked for \[\], runs with .*"T-/,
      ],
      [
        'an approval',
        anOrder(orderId, {
          ...details([a, '100.10'], [b, '2.00']),
          approval: 'required',
          requestedBy: 'maker',
        }),
        /approval: asked for "required", runs with "none"$/,
      ],
    ],
  };
}

/** What a client of any language says to a start of an id that runs for something else. */
export function mismatchClaims(name: string, stage: () => Stage, ask: (what: Ask) => Promise<Answer>): void {
  const start = (flow: string, id: string, input: object): Promise<Answer> =>
    ask({ do: 'start', flow, id, input });
  const refusal = (told: RegExp): object => ({ mismatch: expect.stringMatching(told) });

  it('gives nobody the outcome of another order of the same id, open or closed', async () => {
    const orderId = `${name}-mismatch`;
    const id = allinpayId(orderId);
    const { order, same, others } = variants(orderId);
    const handle = stage().world.client.workflow.getHandle(id);
    const startAll = async (): Promise<void> => {
      for (const [title, input, told] of others) {
        const answer = await start('allinpayWithdrawal', id, input);
        expect([title, answer]).toEqual([title, refusal(told)]);
      }
      for (const [title, input] of Object.entries(same))
        expect([title, await start('allinpayWithdrawal', id, input)]).toEqual([title, first]);
    };
    await setAccount(stage().world.sandbox, `S-${orderId}`, 'never');
    const first = await start('allinpayWithdrawal', id, order);
    expect(first).toEqual({ ok: expect.any(String) });
    await untilStatus(handle, 'processing');
    await startAll();
    await setAccount(stage().world.sandbox, `S-${orderId}`, 'settled');
    expect(await ask({ do: 'result', id })).toMatchObject({ ok: { status: 'settled', asked: '102.10' } });
    await startAll();
    expect(countsOf(stage().world.sandbox, orderId)).toMatchObject({ bookings: 2, sends: 1 });
  }, 60_000);

  it('knows its order in a run that somebody started by hand', async () => {
    const orderId = `${name}-by-hand`;
    const id = allinpayId(orderId);
    const account = { externalCode: `S-${orderId}` };
    const run = await stage().world.client.workflow.start('allinpayWithdrawal', {
      workflowId: id,
      taskQueue: 'payouts',
      args: [{ summary: 'by hand', details: [{ amount: '100.0', ...account }], orderId }],
    });
    const ours = { ok: run.firstExecutionRunId };
    expect(await start('allinpayWithdrawal', id, anOrder(orderId))).toEqual(ours);
    await run.result();
    expect(await start('allinpayWithdrawal', id, anOrder(orderId))).toEqual(ours);
    const nothing = await stage().world.client.workflow.start('allinpayWithdrawal', {
      workflowId: allinpayId(`${orderId}-without`),
      // nobody serves it: a run without an input would have failed by now
      taskQueue: 'of-nobody',
      args: [],
    });
    expect(await start('allinpayWithdrawal', nothing.workflowId, anOrder(`${orderId}-without`))).toEqual(
      refusal(/orderId: asked for ".*-without", runs with null/),
    );
    await nothing.terminate();
  }, 60_000);

  it('gives nobody the points of another account, or by other terms', async () => {
    const externalOrderId = `${name}-mismatch`;
    const id = referralId(externalOrderId);
    const account = await stage().world.feishu.account({ points: 50, cash: '3.00' });
    const other = await stage().world.feishu.account({ points: 70 });
    const order = { externalOrderId, referralAccountId: account, bonusTypes: ['point', 'cash'] };
    const first = await start('referralWithdrawal', id, order);
    await ask({ do: 'result', id });

    const same = { ...order, bonusTypes: ['cash', 'point'], credit: 'none', reconcile: 'later' };
    expect(await start('referralWithdrawal', id, same)).toEqual(first);
    expect(await start('referralWithdrawal', id, { ...order, referralAccountId: other })).toEqual(
      refusal(new RegExp(`referralAccountId: asked for "${other}", runs with "${account}"$`)),
    );
    expect(await start('referralWithdrawal', id, { ...order, bonusTypes: ['point'] })).toEqual(
      refusal(/bonusTypes: asked for \[\], runs with \["cash"\]$/),
    );
    expect(await start('referralWithdrawal', id, { ...order, credit: 'confirm' })).toEqual(
      refusal(/credit: asked for "confirm", runs with "none"$/),
    );
  }, 60_000);

  it('gives nobody the outcome of another correction', async () => {
    const correctionId = `${name}-mismatch`;
    const id = workflowIdOf('lumpSumCorrection', 'default', correctionId);
    const [one, two, three] = await stage().lumpSums.create(3);
    const records = [
      { id: one!.id, remark: 'Jäger & <Söhne>', bindingPeriodDecimal: '2.50', bindingPeriod: 3 },
      {
        id: two!.id,
        totalAmount: '100.00',
        details: two!.details.map((detail) => ({ id: detail.id, issuanceAmount: '50.00' })),
      },
    ] as const;
    const [first, second] = records;
    const run = await start('lumpSumCorrection', id, { correctionId, records });
    expect(run).toEqual({ ok: expect.any(String) });

    const rewritten = {
      id: two!.id,
      details: second.details.toReversed().map((detail) => ({ ...detail, issuanceAmount: '50' })),
      totalAmount: '100.0',
    };
    const same = { correctionId, records: [rewritten, { ...first, bindingPeriodDecimal: '2.5' }] };
    expect(await start('lumpSumCorrection', id, same)).toEqual(run);
    const others = [
      [{ ...first, remark: 'other words' }, second],
      [{ ...first, id: three!.id }, second],
      [{ ...first, bindingPeriod: 4 }, second],
      [first, { ...second, details: second.details.slice(1) }],
      [first],
    ];
    for (const other of others)
      expect(await start('lumpSumCorrection', id, { correctionId, records: other })).toEqual(
        refusal(/records: asked for \[.*\], runs with \[.*\]/),
      );
  }, 60_000);
}
