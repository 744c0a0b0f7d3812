import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { describeSettingsProblems } from '../../../workers/settings/problems.ts';
import { readSettings } from '../../../workers/settings/readSettings.ts';
import type { ProfileSettings } from '../../../workers/settings/settings.ts';
import { settingsDigest } from '../../../workers/versioning/settingsDigest.ts';
import {
  allinpay,
  everything,
  feishu,
  outcomes,
  secrets,
  sm2,
  wallet,
  withSm2,
  without,
  type Variables,
} from './environment.ts';

function profileFrom(variables: Variables): ProfileSettings {
  const read = readSettings(variables);
  if (!read.ok) throw new Error(describeSettingsProblems(read.problems));
  return read.settings.profiles[0]!;
}

function problemsFrom(variables: Variables): Record<string, string> {
  const read = readSettings(variables);
  return read.ok ? {} : Object.fromEntries(read.problems.map(({ setting, message }) => [setting, message]));
}

describe('what is set', () => {
  it('comes out by family, with the defaults that the design fixes', () => {
    const profile = profileFrom(everything);
    expect(profile.name).toBe('default');
    expect(profile.feishu).toEqual({
      baseUrl: 'https://open.feishu.cn',
      appId: 'cli_one',
      appSecret: secrets.appSecret,
    });
    expect(profile.wallet).toEqual({ url: 'https://wallet.example/credit', secret: secrets.webhook });
    expect(profile.reconcileRechecks).toEqual([60_000, 300_000, 1_800_000]);
    expect(profile.allinpay).toMatchObject({
      gatewayUrl: 'https://gateway.example/shop',
      cipherKey: Buffer.from(secrets.cipherKey, 'base64'),
      orderNotFoundCodes: [],
    });
  });

  it.each<[string, Variables, (keyof ProfileSettings)[]]>([
    ['feishu', feishu, ['feishu']],
    ['allinpay', allinpay, ['allinpay']],
    ['the wallet', wallet, ['wallet']],
    ['outcome webhooks', outcomes, ['outcomeWebhook']],
  ])('serves %s alone when only that family is set', (_name, variables, families) => {
    const served = Object.keys(profileFrom(variables)).filter(
      (member) => !['name', 'reconcileRechecks', 'providerDownAfter'].includes(member),
    );
    expect(served).toEqual(families);
  });

  it('takes an empty text for a setting left out', () => {
    expect(profileFrom({ ...everything, ALLINPAY_CIPHER_IV: '', RECONCILE_RECHECKS: '  ' })).toEqual(
      profileFrom(everything),
    );
    expect(profileFrom({ ...feishu, ALLINPAY_APP_ID: '' }).allinpay).toBeUndefined();
  });

  it('is the same with blanks and line ends around every value, which are none of it', () => {
    const values = {
      ...everything,
      ...outcomes,
      RECONCILE_RECHECKS: '1m',
      ALLINPAY_ORDER_NOT_FOUND_CODES: '7',
    };
    const padded = Object.fromEntries(
      Object.entries(values).map(([name, text]) => [name, `\uFEFF\t ${text} \r\n\n`]),
    );
    expect(profileFrom(padded)).toEqual(profileFrom(values));
    expect(settingsDigest(profileFrom(padded))).toBe(settingsDigest(profileFrom(values)));
  });

  it('reads keys whose line breaks are written as \\n', () => {
    const oneLine = { ...allinpay, ALLINPAY_PRIVATE_KEY: secrets.privateKey.replaceAll('\n', '\\n') };
    expect(profileFrom(oneLine).allinpay?.privateKey).toBe(secrets.privateKey);
  });

  it('takes no key with the cipher "plain"', () => {
    const plain = { ...without(allinpay, 'ALLINPAY_CIPHER_KEY'), ALLINPAY_CIPHER: 'plain' };
    expect(profileFrom(plain).allinpay).not.toHaveProperty('cipherKey');
  });

  it('reads rechecks, codes and a poll plan of its own', () => {
    const profile = profileFrom({
      ...allinpay,
      RECONCILE_RECHECKS: '1s, 2m',
      ALLINPAY_ORDER_NOT_FOUND_CODES: '3301, 3302',
      ALLINPAY_POLL_PLAN: '{"first":{"after":"2s"},"every":"1s","quiet":null,"jitter":"0s"}',
    });
    expect(profile.reconcileRechecks).toEqual([1000, 120_000]);
    expect(profile.allinpay?.orderNotFoundCodes).toEqual(['3301', '3302']);
    expect(profile.allinpay?.pollPlan.quiet).toBeNull();
  });
});

describe('SM2', () => {
  it('comes out with its id and form, where they are set', () => {
    const bare = profileFrom({ ...allinpay, ...withSm2 }).allinpay;
    expect(bare).toMatchObject({ signType: 'SM2', privateKey: sm2.privateKey, publicKey: sm2.publicKey });
    expect(bare).not.toHaveProperty('sm2Id');
    expect(bare).not.toHaveProperty('sm2Signature');
    const set = { ...allinpay, ...withSm2, ALLINPAY_SM2_ID: 'shop-7', ALLINPAY_SM2_SIGNATURE: 'raw' };
    expect(profileFrom(set).allinpay).toMatchObject({ sm2Id: 'shop-7', sm2Signature: 'raw' });
  });

  it('with RSA keys is two problems, beside all others', () => {
    const problems = problemsFrom({
      ...without(allinpay, 'ALLINPAY_CIPHER_KEY'),
      ALLINPAY_SIGN_TYPE: 'SM2',
      ALLINPAY_SM2_SIGNATURE: 'hex',
      ALLINPAY_AMOUNT_UNIT: 'jiao',
      FEISHU_APP_ID: 'cli_one',
    });
    expect(Object.keys(problems).sort()).toEqual([
      'ALLINPAY_AMOUNT_UNIT',
      'ALLINPAY_CIPHER_KEY',
      'ALLINPAY_PRIVATE_KEY',
      'ALLINPAY_PUBLIC_KEY',
      'ALLINPAY_SM2_SIGNATURE',
      'FEISHU_APP_SECRET',
    ]);
    expect(problems['ALLINPAY_PRIVATE_KEY']).toMatch(
      /is an RSA key, and signType \(ALLINPAY_SIGN_TYPE\) is SM2/,
    );
  });

  it('or RSA2 unsaid, a key of either is read, and a torn one is named', () => {
    const unsaid = without(allinpay, 'ALLINPAY_SIGN_TYPE');
    expect(Object.keys(problemsFrom(unsaid))).toEqual(['ALLINPAY_SIGN_TYPE']);
    expect(Object.keys(problemsFrom({ ...unsaid, ALLINPAY_PUBLIC_KEY: 'torn' })).sort()).toEqual([
      'ALLINPAY_PUBLIC_KEY',
      'ALLINPAY_SIGN_TYPE',
    ]);
  });
});

describe('what is wrong', () => {
  it('is named all at once, each with its variable', () => {
    const problems = problemsFrom({
      FEISHU_APP_ID: 'cli_one',
      FEISHU_BASE_URL: 'open.feishu.cn',
      ...without(allinpay, 'ALLINPAY_GATEWAY_URL', 'ALLINPAY_AMOUNT_UNIT'),
      ALLINPAY_CIPHER: 'aes',
      WALLET_CREDIT_URL: 'https://wallet.example/credit',
      RECONCILE_RECHECKS: 'soon',
    });
    expect(Object.keys(problems).sort()).toEqual([
      'ALLINPAY_AMOUNT_UNIT',
      'ALLINPAY_CIPHER',
      'ALLINPAY_GATEWAY_URL',
      'FEISHU_APP_SECRET',
      'FEISHU_BASE_URL',
      'RECONCILE_RECHECKS',
      'WEBHOOK_SECRET',
    ]);
  });

  it('says of a family partly set what is missing and how else to mend it', () => {
    expect(problemsFrom({ FEISHU_APP_ID: 'cli_one' })['FEISHU_APP_SECRET']).toBe(
      'is missing, and FEISHU_APP_ID is there: set FEISHU_APP_SECRET or FEISHU_APP_SECRET_FILE, ' +
        'or take out every setting of Feishu',
    );
  });

  it.each(['WALLET_CREDIT_URL', 'OUTCOME_WEBHOOK_URL'])('includes the secret that %s needs', (setting) => {
    const problems = problemsFrom({ ...feishu, [setting]: 'https://owner.example' });
    expect(Object.keys(problems)).toEqual(['WEBHOOK_SECRET']);
    expect(problems['WEBHOOK_SECRET']).toContain(`is missing, and ${setting} is there`);
  });

  it('names a missing secret once where both addresses need it, and one that signs nothing', () => {
    const both = readSettings({ ...everything, ...outcomes, WEBHOOK_SECRET: '' });
    expect(both.ok ? [] : both.problems.map(({ setting }) => setting)).toEqual(['WEBHOOK_SECRET']);
    expect(problemsFrom({ ...feishu, WEBHOOK_SECRET: secrets.webhook })).toEqual({
      WEBHOOK_SECRET: 'signs nothing: set WALLET_CREDIT_URL or OUTCOME_WEBHOOK_URL, or take it out',
    });
  });

  it.each(['"', "'"])('includes every value that stands in %s, in the words of the value never', (quote) => {
    const quoted = Object.fromEntries(
      Object.entries(everything).map(([name, text]) => [name, `${quote}${text}${quote}\n`]),
    );
    const problems = problemsFrom(quoted);
    expect(Object.keys(problems).sort()).toEqual(Object.keys(everything).sort());
    expect(new Set(Object.values(problems))).toEqual(new Set(['stands in quotes: take them off']));
  });

  it('includes an id and a secret of more than one line', () => {
    expect(problemsFrom({ FEISHU_APP_ID: 'a\nb', FEISHU_APP_SECRET: 'c\rd' })).toEqual({
      FEISHU_APP_ID: 'must be one line of text',
      FEISHU_APP_SECRET: 'must be one line of text',
    });
  });

  it('includes that nothing is set at all', () => {
    expect(Object.keys(problemsFrom({}))).toEqual(['settings']);
    expect(Object.keys(problemsFrom({ RECONCILE_RECHECKS: '1m' }))).toEqual(['settings']);
  });

  it.each([
    ['PAYOUTS_CODEC_KEYS', 'k1'],
    ['PAYOUTS_CODEC_KEYS_FILE', '/run/keys'],
  ])('includes %s, which is not supported yet', (name, value) => {
    expect(problemsFrom({ ...everything, [name]: value })).toEqual({
      [name]: 'is not supported yet: take it out',
    });
  });

  it.each<[string, Variables, string, RegExp]>([
    ['a key beside "plain"', { ALLINPAY_CIPHER: 'plain' }, 'ALLINPAY_CIPHER_KEY', /left out.*plain/],
    ['a missing key', { ALLINPAY_CIPHER_KEY: '' }, 'ALLINPAY_CIPHER_KEY', /required.*aes-128-ecb/],
    ['an IV with ecb', { ALLINPAY_CIPHER_IV: secrets.cipherKey }, 'ALLINPAY_CIPHER_IV', /left out/],
    ['a cbc without IV', { ALLINPAY_CIPHER: 'aes-128-cbc' }, 'ALLINPAY_CIPHER_IV', /required/],
    ['a key of 15 bytes', { ALLINPAY_CIPHER_KEY: 'A'.repeat(20) }, 'ALLINPAY_CIPHER_KEY', /16 bytes/],
    ['a key that is no base64', { ALLINPAY_CIPHER_KEY: '!'.repeat(24) }, 'ALLINPAY_CIPHER_KEY', /base64/],
    ['an id of SM2 with RSA2', { ALLINPAY_SM2_ID: '1' }, 'ALLINPAY_SM2_ID', /left out.*RSA2/],
    [
      'a form of SM2 with RSA2',
      { ALLINPAY_SM2_SIGNATURE: 'raw' },
      'ALLINPAY_SM2_SIGNATURE',
      /left out.*RSA2/,
    ],
    [
      'an SM2 key with RSA2',
      { ALLINPAY_PRIVATE_KEY: sm2.privateKey },
      'ALLINPAY_PRIVATE_KEY',
      /is an SM2 key/,
    ],
    [
      'a form of no kind',
      { ...withSm2, ALLINPAY_SM2_SIGNATURE: 'hex' },
      'ALLINPAY_SM2_SIGNATURE',
      /"der", "raw"/,
    ],
    ['an id of other letters', { ...withSm2, ALLINPAY_SM2_ID: '号' }, 'ALLINPAY_SM2_ID', /printable ASCII/],
    ['another sign type', { ALLINPAY_SIGN_TYPE: 'MD5' }, 'ALLINPAY_SIGN_TYPE', /"RSA2", "SM2"/],
    ['a unit of its own', { ALLINPAY_AMOUNT_UNIT: 'jiao' }, 'ALLINPAY_AMOUNT_UNIT', /"yuan", "fen"/],
    ['a torn private key', { ALLINPAY_PRIVATE_KEY: 'torn' }, 'ALLINPAY_PRIVATE_KEY', /PKCS#8/],
    ['our key as theirs', { ALLINPAY_PUBLIC_KEY: secrets.privateKey }, 'ALLINPAY_PUBLIC_KEY', /private key/],
    ['a poll plan that is no JSON', { ALLINPAY_POLL_PLAN: '30m' }, 'ALLINPAY_POLL_PLAN', /JSON/],
    [
      'a poll plan without its parts',
      { ALLINPAY_POLL_PLAN: '{}' },
      'ALLINPAY_POLL_PLAN',
      /first|every|jitter/,
    ],
    [
      'a code that says more',
      { ALLINPAY_ORDER_NOT_FOUND_CODES: '3301,500' },
      'ALLINPAY_ORDER_NOT_FOUND_CODES',
      /500/,
    ],
    ['an ftp address', { WALLET_CREDIT_URL: 'ftp://wallet.example' }, 'WALLET_CREDIT_URL', /http or https/],
    [
      'a user in an address',
      { WALLET_CREDIT_URL: 'https://a:b@wallet.example' },
      'WALLET_CREDIT_URL',
      /user/,
    ],
    ['a bare webhook secret', { WEBHOOK_SECRET: 'c2hvcnQ=' }, 'WEBHOOK_SECRET', /whsec_/],
    ['a short webhook secret', { WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, 'WEBHOOK_SECRET', /24 to 64/],
    ['a recheck of no length', { RECONCILE_RECHECKS: '0s' }, 'RECONCILE_RECHECKS', /more than zero/],
  ])('includes %s', (_what, change, setting, message) => {
    const problems = problemsFrom({ ...everything, ...change });
    expect(Object.keys(problems)).toEqual([setting]);
    expect(problems[setting]).toMatch(message);
  });
});

describe('a secret', () => {
  const values = [secrets.appSecret, secrets.privateKey.slice(40, 90), secrets.cipherKey, secrets.webhook];

  it('is never shown by printing settings, in whatever way', () => {
    const read = readSettings(everything);
    const printed = [inspect(read, { depth: 10 }), JSON.stringify(read)].join();
    for (const value of values) expect(printed).not.toContain(value);
    expect(printed).not.toMatch(/Buffer/);
    expect(printed).toContain('cli_one');
  });

  it('is never part of a problem, also where a value stands under the wrong name', () => {
    const printed = values.flatMap((secret) =>
      Object.keys(everything).map((name) =>
        JSON.stringify([
          problemsFrom({ ...everything, [name]: `${secret}?` }),
          problemsFrom({ ...without(everything, 'ALLINPAY_CIPHER_KEY'), [name]: `${secret}-cbc` }),
        ]),
      ),
    );
    for (const value of values) expect(printed.join()).not.toContain(value);
  });

  it('is there for the code that uses it', () => {
    expect(profileFrom(everything).feishu?.appSecret).toBe(secrets.appSecret);
    expect({ ...profileFrom(everything).wallet }).toEqual({
      url: 'https://wallet.example/credit',
      secret: secrets.webhook,
    });
  });
});
