import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutsClient } from '../../clients/index.ts';
import { type as typeWith, type Typed } from '../cli/terminal.ts';
import { allinpayId, anOrder, countsOf, startRealWorld, type RealWorld } from '../harness/realWorld.ts';
import { until } from '../harness/until.ts';

let world: RealWorld;

beforeAll(async () => {
  world = await startRealWorld({ sandbox: { allinpay: { settle: { after: '300ms' } } } });
  await world.startWorker();
});

afterAll(async () => {
  await world.stop();
});

const type = (...words: string[]): Promise<Typed> =>
  typeWith(words, { connect: () => Promise.resolve(new PayoutsClient(world.client)) });

describe('a provider that is down before the send', () => {
  it('shows what is waited for, how often it was tried, the last error and the next try', async () => {
    world.sandbox.setFaults([{ on: 'allinpay.withdrawResultQuery', orderId: 'D-1', fault: 'serverError' }]);
    await world.payouts.startAllinpayWithdrawal(anOrder('D-1'));
    const waits = await until('it was tried again', async () => {
      const overview = await world.payouts.describe(allinpayId('D-1'));
      const { attempt = 0, lastFailure, nextTryAt } = overview.waits?.call ?? {};
      // Before the first try after a wait, the call has nothing of the provider to tell yet.
      const isTold = /HTTP 5/.test(lastFailure?.message ?? '');
      return attempt > 1 && isTold && nextTryAt !== undefined && overview.waits;
    });
    expect(waits).toMatchObject({ for: 'provider', since: expect.any(String) });
    expect(waits.call?.lastFailure?.message).toMatch(/HTTP 5\d\d/);
    const { stdout } = await type('show', 'D-1');
    expect(stdout).toMatch(/^waits for +an answer of the provider since \S+; \w+, try \d+, .*HTTP 5\d\d/m);
    world.sandbox.setFaults([]);
  });
});

describe('settings that the provider refuses', () => {
  it('are decided by what the terminal lists, and it says what came of it', async () => {
    world.sandbox.setFaults([
      { on: 'allinpay.withdraw', orderId: 'D-2', fault: 'code', code: 3103, times: 1 },
    ]);
    await world.payouts.startAllinpayWithdrawal(anOrder('D-2'));
    const listed = await until('a person is needed', async () => {
      const { stdout } = await type('resolve', 'D-2');
      return stdout.includes('(settings)') && stdout;
    });
    expect(listed).toContain('retry: tries now to send 100.00 CNY, of which nothing was sent yet');
    const [, offer = ''] = /resolve \S+ retry --offer (\d+)/.exec(listed) ?? [];

    const stale = await type('resolve', 'D-2', 'retry', '--offer', String(Number(offer) + 1), '--by', 'li');
    expect(stale).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/does not stand any more/) });

    const taken = await type('--json', 'resolve', 'D-2', 'retry', '--offer', offer, '--by', 'li');
    expect(JSON.parse(taken.stdout)).toMatchObject({
      recorded: 'resolve',
      came: { state: expect.stringMatching(/^(?:carriedOut|closed)$/) },
    });
    expect(taken.exitCode).toBe(0);
    expect(await world.payouts.payout(allinpayId('D-2')).result()).toMatchObject({ status: 'settled' });
    expect(countsOf(world.sandbox, 'D-2')).toMatchObject({ bookings: 1 });
  });
});

describe('an approval on the terminal', () => {
  it('answers the offer that is shown, and it says that the payout goes on', async () => {
    const input = anOrder('D-3', { approval: 'required', requestedBy: 'maker' });
    const payout = await world.payouts.startAllinpayWithdrawal(input);
    const { exitCode, stdout } = await type('--json', 'approve', 'D-3', '--by', 'li');
    expect(JSON.parse(stdout)).toMatchObject({ recorded: 'approve', offer: 1 });
    expect(exitCode).toBe(0);
    expect(await payout.result()).toMatchObject({ status: 'settled', approvedBy: 'li' });
  });
});
