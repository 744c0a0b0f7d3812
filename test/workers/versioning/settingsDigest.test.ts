import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_POLL_PLAN, pollPlanSchema, type PollPlan } from '../../../providers/allinpay/pollPlan.ts';
import { readSettings } from '../../../workers/settings/readSettings.ts';
import type { ProfileSettings } from '../../../workers/settings/settings.ts';
import { settingsDigest } from '../../../workers/versioning/settingsDigest.ts';
import { everything, outcomes, without, type Variables } from '../settings/environment.ts';

function profileOf(environment: Variables): ProfileSettings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings.profiles[0]!;
}

const digestOf = (changes: Variables = {}): string =>
  settingsDigest(profileOf({ ...everything, ...changes }));

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const cipherKey = randomBytes(16).toString('base64');
const iv = randomBytes(16).toString('base64');

describe('the digest of a profile', () => {
  it('is 16 hex digits, and the same for the same settings', () => {
    expect(digestOf()).toMatch(/^[0-9a-f]{16}$/);
    expect(digestOf()).toBe(digestOf());
  });

  it('is what it was in the results of payouts long ago', () => {
    const secret = 'whsec_none';
    const allinpay = {
      gatewayUrl: 'https://gateway.example/shop',
      appId: '6615',
      signType: 'SM2',
      privateKey: 'ours',
      publicKey: 'theirs',
      cipher: 'sm4-cbc',
      cipherKey: Buffer.from('key'),
      cipherIv: Buffer.from('iv'),
      amountUnit: 'fen',
      orderNotFoundCodes: ['3301'],
      pollPlan: pollPlanSchema.parse(DEFAULT_POLL_PLAN),
    } as const;
    const waits = { reconcileRechecks: [60_000, 300_000, 1_800_000], providerDownAfter: 1_800_000 };
    expect(settingsDigest({ name: 'default', allinpay, ...waits })).toBe('badb906775c37c23');
    const whole: ProfileSettings = {
      name: 'default',
      feishu: { baseUrl: 'https://open.feishu.cn', appId: 'cli_one', appSecret: 'one' },
      allinpay: { ...allinpay, sm2Id: 'shop-7', sm2Signature: 'raw' },
      wallet: { url: 'https://wallet.example/credit', secret },
      outcomeWebhook: { url: 'https://owner.example/outcomes', secret },
      ...waits,
    };
    expect(settingsDigest(whole)).toBe('53c4077705b3b9a1');
  });

  it.each<[string, Variables]>([
    ["Feishu's secret", { FEISHU_APP_SECRET: 'another' }],
    ['our private key', { ALLINPAY_PRIVATE_KEY: privateKey }],
    ['the key of the cipher', { ALLINPAY_CIPHER_KEY: cipherKey }],
    ['the secret of the webhooks', { WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}` }],
    ['where outcomes are told', outcomes],
  ])('does not tell %s from another', (_what, changes) => {
    expect(digestOf(changes)).toBe(digestOf());
  });

  it('does not tell one initial vector of the cipher from another', () => {
    const cbc = { ALLINPAY_CIPHER: 'aes-128-cbc', ALLINPAY_CIPHER_IV: iv };
    const other = { ...cbc, ALLINPAY_CIPHER_IV: randomBytes(16).toString('base64') };
    expect(digestOf(other)).toBe(digestOf(cbc));
  });

  it('holds no secret where the settings do not withhold theirs, as in a copy', () => {
    const { feishu, allinpay, ...rest } = profileOf(everything);
    const copied = { ...rest, feishu: { ...feishu! }, allinpay: { ...allinpay! } };
    expect(settingsDigest(copied)).toBe(digestOf());
  });

  it('is the same in whatever order the members of a setting were written', () => {
    const profile = profileOf(everything);
    const plan = { first: { kind: 'after', afterMs: 1 }, everyMs: 2, jitterMs: 3, quiet: null } as const;
    const other = { quiet: null, jitterMs: 3, everyMs: 2, first: { afterMs: 1, kind: 'after' } } as const;
    const digestWith = (pollPlan: PollPlan): string =>
      settingsDigest({ ...profile, allinpay: { ...profile.allinpay!, pollPlan } });
    expect(digestWith(other)).toBe(digestWith(plan));
    expect(digestWith({ ...other, everyMs: 3 })).not.toBe(digestWith(plan));
  });

  it.each<[string, Variables]>([
    ['the unit of amounts', { ALLINPAY_AMOUNT_UNIT: 'fen' }],
    ['the gateway', { ALLINPAY_GATEWAY_URL: 'https://gateway.example/other' }],
    ["Allinpay's app", { ALLINPAY_APP_ID: '1' }],
    ['codes of a look-up', { ALLINPAY_ORDER_NOT_FOUND_CODES: '4711' }],
    ["Feishu's app", { FEISHU_APP_ID: 'cli_two' }],
    ['where credits go', { WALLET_CREDIT_URL: 'https://other.example/credit' }],
    ['when a difference is checked again', { RECONCILE_RECHECKS: '1m' }],
  ])('tells another when %s changes', (_what, changes) => {
    expect(digestOf(changes)).not.toBe(digestOf());
  });

  it('tells a profile that lacks a family from one that has it', () => {
    const lacking = profileOf(without(everything, 'WALLET_CREDIT_URL', 'WEBHOOK_SECRET'));
    expect(settingsDigest(lacking)).not.toBe(digestOf());
  });

  it('tells two profiles of the same settings apart', () => {
    expect(settingsDigest({ ...profileOf(everything), name: 'branch' })).not.toBe(digestOf());
  });
});
