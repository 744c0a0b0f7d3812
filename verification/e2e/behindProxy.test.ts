import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { program } from '../../test/harness/prepared.ts';
import { anOrder, startRealWorld, type RealWorld } from '../../test/harness/realWorld.ts';
import { spawnPayouts } from '../../test/harness/workerProcess.ts';
import { closedPort } from '../../test/providers/stubServer.ts';

let world: RealWorld;
let proxies: Record<string, string>;

beforeAll(async () => {
  const proxy = await closedPort();
  proxies = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, https_proxy: proxy, http_proxy: proxy };
  world = await startRealWorld({ environment: { ...proxies, TEMPORAL_WORKER_BUILD_ID: ' one\n' } });
});

afterAll(async () => {
  await world.stop();
});

it('worker and commands find Temporal and a provider on this machine, whatever proxies are set', async () => {
  await world.startWorker();
  const payout = await world.payouts.startAllinpayWithdrawal(anOrder('P-1'));
  const listed = spawnPayouts(join(program(), 'cli/main.js'), ['list', '--json'], {
    ...proxies,
    TEMPORAL_ADDRESS: world.address,
  });
  expect(await listed.ended).toEqual({ code: 0, signal: null });
  expect(await payout.result()).toMatchObject({ status: 'settled', sentBy: { build: 'one' } });
});
