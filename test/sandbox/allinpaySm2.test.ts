import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createAllinpayClient, type AllinpayClient } from '../../providers/allinpay/client.ts';
import type { Sandbox, SettingsInput } from '../../sandbox/index.ts';
import { describeSettingsProblems } from '../../workers/settings/problems.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import { opensslIsThere, temporaryFile } from '../providers/allinpay/openssl.fixture.ts';
import { AllinpayCaller, literal } from './allinpayCaller.ts';
import { at } from './callers.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

const started: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
});

async function start(
  allinpay: SettingsInput['allinpay'] = {},
  options: { readonly stateFile?: string } = {},
): Promise<Sandbox> {
  const sandbox = await startTestSandbox({
    settings: { allinpay: { signType: 'SM2', ...allinpay } },
    ...options,
  });
  started.push(sandbox);
  return sandbox;
}

/** The client that a worker would make of the sandbox's lines. */
function clientOf(env: Record<string, string>): AllinpayClient {
  const read = readSettings(env);
  if (!read.ok) throw new Error(describeSettingsProblems(read.problems));
  return createAllinpayClient(read.settings.profiles[0]!.allinpay!);
}

const payout = { orderId: 'o-1', details: [{ account: { accountUserId: '100' }, amount: '100.10' }] };

describe('with SM2', () => {
  test.each([
    {},
    { sm2Signature: 'raw' },
    { sm2Id: 'payouts@example' },
    { cipher: 'sm4-cbc' },
    { cipher: 'plain' },
  ] as const)('the worker and the stand-in believe each other: %j', async (settings) => {
    const sandbox = await start(settings);
    expect(sandbox.env['ALLINPAY_SIGN_TYPE']).toBe('SM2');
    const client = clientOf(sandbox.env);
    expect(await client.withdraw(payout)).toMatchObject({ ok: true, value: { orderId: 'o-1' } });
    expect(await client.withdrawResultQuery('o-1')).toMatchObject({ ok: true, value: { known: true } });
    expect(await client.balanceQuery([{ accountUserId: '100' }])).toMatchObject({ ok: true });
    expect(sandbox.ledger('o-1').effects).toHaveLength(1);
  });

  test.each([
    ['in the other form', { ALLINPAY_SM2_SIGNATURE: 'raw' }],
    ['with another id', { ALLINPAY_SM2_ID: '1234567812345679' }],
  ])('a request signed %s is not believed and nothing is booked', async (_how, change) => {
    const sandbox = await start();
    const answer = await clientOf({ ...sandbox.env, ...change }).withdraw(payout);
    expect(answer).toMatchObject({ failure: { type: 'ProtocolViolation', outcome: 'unknown' } });
    expect(sandbox.ledger().effects).toEqual([]);
    expect(sandbox.ledger().calls).toMatchObject([{ code: '3999' }]);
  });

  test('a request in DER is not believed where raw is wanted', async () => {
    const sandbox = await start({ sm2Signature: 'raw' });
    const client = clientOf({ ...sandbox.env, ALLINPAY_SM2_SIGNATURE: 'der' });
    expect(await client.withdraw(payout)).toMatchObject({ ok: false });
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test('a request signed with RSA2 is not believed', async () => {
    const sandbox = await start();
    sandbox.setSettings({ allinpay: { signType: 'RSA2' } });
    const rsa = clientOf(sandbox.env);
    sandbox.setSettings({ allinpay: { signType: 'SM2' } });
    expect(await rsa.withdraw(payout)).toMatchObject({ ok: false });
    expect(sandbox.ledger().effects).toEqual([]);
  });

  test('an answer signed badly, or not at all, is not believed by the worker', async () => {
    const sandbox = await start();
    const client = clientOf(sandbox.env);
    for (const fault of ['badSignature', 'unsigned'] as const) {
      sandbox.setFaults([{ on: 'allinpay.withdraw', fault }]);
      expect(await client.withdraw(payout)).toMatchObject({
        failure: { type: 'ProtocolViolation', outcome: 'unknown' },
      });
    }
  });

  const ifOpenssl = opensslIsThere ? test : test.skip;
  ifOpenssl('a caller that has nothing but OpenSSL is believed, and believes what it hears', async () => {
    const sandbox = await start();
    const caller = new AllinpayCaller(sandbox);
    const answer = await caller.withdraw('o-1', [{ accountUserId: 100, withdrawAmount: literal('100.10') }]);
    expect(at(answer, 'code')).toBe('#0');
    const fields = caller.fields('withdrawResultQuery', { orderId: 'o-1' });
    const changed = await caller.post({ ...caller.sign(fields), reqSeq: 'other' });
    expect(changed.json).toEqual({ code: 3999, msg: '验签失败' });
    const labelled = await caller.post(caller.sign({ ...fields, signType: 'RSA2' }));
    expect(caller.open(labelled)).toMatchObject({ code: '#1001', msg: expect.stringContaining('signType') });
  });
});

const kept = z.looseObject({ credentials: z.record(z.string(), z.unknown()) });

test('a state file from before there was SM2 gets keys for it, and keeps them', async () => {
  using file = temporaryFile('');
  const stateFile = `${file.path}.json`;
  await (await start({}, { stateFile })).close();
  const { credentials, ...rest } = kept.parse(JSON.parse(readFileSync(stateFile, 'utf8')));
  const { allinpaySm2Client, allinpaySm2Server, ...old } = credentials;
  expect([allinpaySm2Client, allinpaySm2Server]).not.toContain(undefined);
  writeFileSync(stateFile, JSON.stringify({ ...rest, credentials: old }));
  const first = await start({}, { stateFile });
  const key = first.env['ALLINPAY_PRIVATE_KEY'];
  await first.close();
  const second = await start({}, { stateFile });
  expect(second.env['ALLINPAY_PRIVATE_KEY']).toBe(key);
  await second.close();
});

test('is not spoken unless it is asked for', async () => {
  const sandbox = await start({ signType: 'RSA2' });
  expect(Object.keys(sandbox.env).filter((name) => name.includes('SM2'))).toEqual([]);
  expect(sandbox.env['ALLINPAY_SIGN_TYPE']).toBe('RSA2');
});
