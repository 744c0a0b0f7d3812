import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sm2, sm3 } from 'sm-crypto-v2';
import { createSignature } from '../../../providers/allinpay/signature.ts';
import { signSm2, verifySm2 } from '../../../providers/allinpay/sm2.ts';
import { readSm2Signature, writeSm2Signature } from '../../../providers/allinpay/sm2SignatureForm.ts';
import { newCurvePems, newEnds, newParty } from './keys.fixture.ts';
import { openssl, opensslAgrees, opensslIsThere, temporaryFile } from './openssl.fixture.ts';

const ID = '1234567812345678';
const TEXTS = ['a', 'appId=1&bizContent=订单=&version=1.0', 'x'.repeat(10_000)];

/** GB/T 32918.5-2017, Annex A.2 (GM/T 0003.5-2012, Annex A): a signature on the recommended curve. */
const SAMPLE = {
  text: 'message digest',
  scalar: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  point:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  digest: 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

describe("the standards' own samples", () => {
  test.each([
    ['A.1', 'abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['A.2', 'abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('SM3, GB/T 32905-2016 %s', (_section, text, digest) => {
    expect(sm3(text)).toBe(digest);
    expect(createHash('sm3').update(text).digest('hex')).toBe(digest);
  });

  test('the key and the digest of SM2, GB/T 32918.5-2017', () => {
    expect(sm2.getPublicKeyFromPrivateKey(SAMPLE.scalar)).toBe(SAMPLE.point);
    expect(sm2.getHash(Buffer.from(SAMPLE.text), SAMPLE.point, ID)).toBe(SAMPLE.digest);
  });

  test('the signature of SM2, in either form and with the standard id alone', () => {
    const raw = base64(SAMPLE.r + SAMPLE.s);
    // Both numbers begin with a bit that is set, so that DER puts a zero before each.
    const der = base64(`30460221 00${SAMPLE.r} 0221 00${SAMPLE.s}`.replaceAll(' ', ''));
    for (const signature of [raw, der]) {
      expect(verifySm2(SAMPLE.text, signature, SAMPLE.point, ID)).toBe(true);
      expect(verifySm2(`${SAMPLE.text}.`, signature, SAMPLE.point, ID)).toBe(false);
      expect(verifySm2(SAMPLE.text, signature, SAMPLE.point, '')).toBe(false);
      expect(verifySm2(SAMPLE.text, signature, SAMPLE.point, 'ALICE123@YAHOO.COM')).toBe(false);
    }
    expect(Buffer.from(writeSm2Signature(Buffer.from(raw, 'base64'), 'der')).toString('base64')).toBe(der);
  });
});

const ifOpenssl = opensslIsThere ? describe : describe.skip;
ifOpenssl('OpenSSL on the command line', () => {
  const cases = [
    { signType: 'RSA2', options: {}, digest: ['-sha256'], pems: newParty() },
    { signType: 'SM2', options: {}, digest: withId(ID), pems: newCurvePems() },
    {
      signType: 'SM2',
      options: { sm2Id: 'payouts@example' },
      digest: withId('payouts@example'),
      pems: newCurvePems(),
    },
  ] as const;

  function withId(id: string): string[] {
    return ['-sm3', '-sigopt', `distid:${id}`];
  }

  test.each(cases)('verifies what we sign, and signs what we verify: $signType $options', (one) => {
    const { signType, options, digest, pems } = one;
    const settings = { signType, privateKey: pems.privatePem, publicKey: pems.publicPem, ...options };
    const line = createSignature(settings);
    using privateKey = temporaryFile(pems.privatePem);
    using publicKey = temporaryFile(pems.publicPem);
    for (const text of TEXTS) {
      using signed = temporaryFile(text);
      using other = temporaryFile(`${text} `);
      using ours = temporaryFile(Buffer.from(line.sign(text), 'base64'));
      const verifies = (path: string) =>
        opensslAgrees('dgst', ...digest, '-verify', publicKey.path, '-signature', ours.path, path);
      expect([verifies(signed.path), verifies(other.path)]).toEqual([true, false]);
      const theirs = openssl('dgst', ...digest, '-sign', privateKey.path, signed.path).toString('base64');
      expect([line.verify(text, theirs), line.verify(`${text} `, theirs)]).toEqual([true, false]);
    }
  });

  test('does not agree about another distinguishing id, in either direction', () => {
    const pems = newCurvePems();
    const settings = { signType: 'SM2', privateKey: pems.privatePem, publicKey: pems.publicPem } as const;
    const standard = createSignature(settings);
    using privateKey = temporaryFile(pems.privatePem);
    using publicKey = temporaryFile(pems.publicPem);
    using text = temporaryFile('text');
    for (const id of ['1234567812345679', '']) {
      const theirs = openssl('dgst', ...withId(id), '-sign', privateKey.path, text.path).toString('base64');
      expect(standard.verify('text', theirs)).toBe(false);
      using ours = temporaryFile(Buffer.from(standard.sign('text'), 'base64'));
      const files = ['-verify', publicKey.path, '-signature', ours.path, text.path];
      expect(opensslAgrees('dgst', ...withId(id), ...files)).toBe(false);
      if (id !== '') expect(createSignature({ ...settings, sm2Id: id }).verify('text', theirs)).toBe(true);
    }
  });
});

describe('the two ends of a line', () => {
  test.each([
    ['RSA2', {}],
    ['SM2', {}],
    ['SM2', { sm2Signature: 'raw' }],
    ['SM2', { sm2Id: 'payouts' }],
  ] as const)('%s %j: only what the other signed is believed', (signType, settings) => {
    const { client, provider } = newEnds(signType, settings);
    expect(client.signType).toBe(signType);
    for (const text of TEXTS) {
      const signature = provider.sign(text);
      expect(client.verify(text, signature)).toBe(true);
      expect(client.verify(`${text} `, signature)).toBe(false);
      expect(client.verify(text, client.sign(text))).toBe(false);
    }
  });

  test.each(['RSA2', 'SM2'] as const)('%s: what is no signature is none, and throws nothing', (signType) => {
    const { client } = newEnds(signType);
    const bytes = [0, 1, 8, 63, 64, 65, 70, 71, 72, 256].map((length) => randomBytes(length));
    const texts = bytes.map((one) => one.toString('base64'));
    for (const signature of [...texts, '!!!', 'A', '中', '='.repeat(9)]) {
      expect(client.verify('text', signature)).toBe(false);
    }
  });
});

describe('the form of an SM2 signature', () => {
  const ends = newCurvePems();
  const settings = { signType: 'SM2', privateKey: ends.privatePem, publicKey: ends.publicPem } as const;
  const signatureOf = (form?: 'der' | 'raw'): Buffer =>
    Buffer.from(createSignature({ ...settings, sm2Signature: form }).sign('text'), 'base64');

  test('is DER unless the settings say raw, and either is believed whatever they say', () => {
    expect(signatureOf()[0]).toBe(0x30);
    expect(signatureOf('der')[0]).toBe(0x30);
    expect(signatureOf('raw')).toHaveLength(64);
    for (const sent of ['der', 'raw'] as const) {
      for (const set of ['der', 'raw'] as const) {
        const line = createSignature({ ...settings, sm2Signature: set });
        expect(line.verify('text', signatureOf(sent).toString('base64'))).toBe(true);
      }
    }
  });

  const number = (start: string): string => start.padStart(64, '0');
  const pair = (r: string, s: string): Buffer => Buffer.from(number(r) + number(s), 'hex');

  test.each([
    ['01', '01', '3006020101020101'],
    ['7f', '80', '300702017f02020080'],
    ['0100', 'ff'.repeat(31), `302602020100022000${'ff'.repeat(31)}`],
    ['7f'.repeat(32), '80'.padEnd(64, '0'), `304502207f${'7f'.repeat(31)}022100${'80'.padEnd(64, '0')}`],
  ])('is written with the shortest numbers: %s, %s', (r, s, der) => {
    const written = writeSm2Signature(pair(r, s), 'der');
    expect(Buffer.from(written).toString('hex')).toBe(der);
    expect(readSm2Signature(written).map((one) => Buffer.from(one))).toEqual([pair(r, s)]);
    expect(writeSm2Signature(pair(r, s), 'raw')).toEqual(pair(r, s));
  });

  test('that is both raw and DER to the letter is read as both', () => {
    const r = '11'.repeat(26);
    const both = Buffer.from(`303e021a${r}0220${'22'.repeat(32)}`, 'hex');
    expect(both).toHaveLength(64);
    expect(readSm2Signature(both).map((one) => Buffer.from(one))).toEqual([both, pair(r, '22'.repeat(32))]);
  });

  const ORDER = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
  test.each([
    ['nothing', ''],
    ['63 bytes', '11'.repeat(63)],
    ['65 bytes', '11'.repeat(65)],
    ['r = 0', number('') + number('01')],
    ['s = 0', number('01') + number('')],
    ['r of the order', ORDER + number('01')],
    ['s over the order', number('01') + 'ff'.repeat(32)],
    ['r = 0 in DER', '3006020100020101'],
    ['s of the order in DER', `3026020101022100${ORDER}`],
    ['a byte behind', '300602010102010100'],
    ['a byte inside behind', '300702010102010100'],
    ['a byte missing', '30060201010201'],
    ['a length that is too long', '300702010102020001'],
    ['a length of two bytes', '308106020101020101'],
    ['an endless length', '30800201010201010000'],
    ['a number below zero', '30060201ff020101'],
    ['an empty number', '30050200020101'],
    ['a number of 33 bytes', `3026022101${'11'.repeat(32)}020101`],
    ['another tag', '3006030101020101'],
    ['no sequence', '3106020101020101'],
    ['one number', '3003020101'],
  ])('is not read from %s', (_what, hex) => {
    expect(readSm2Signature(Buffer.from(hex, 'hex'))).toEqual([]);
  });

  test('is made with a fresh number each time: no two of one text are alike', () => {
    const key = { scalar: SAMPLE.scalar, point: SAMPLE.point };
    const made = Array.from({ length: 20 }, () => signSm2('text', key, ID, 'raw'));
    expect(new Set(made).size).toBe(20);
  });
});

describe('the settings of a signature', () => {
  const rsa = newParty();
  const sm = newCurvePems();
  const good = { signType: 'SM2', privateKey: sm.privatePem, publicKey: sm.publicPem } as const;

  test.each(['1', ID, 'x'.repeat(128), 'a b@c'])('take the id %j', (sm2Id) => {
    expect(createSignature({ ...good, sm2Id }).signType).toBe('SM2');
  });

  test.each(['', 'x'.repeat(129), '号', 'a\n'])('refuse the id %j', (sm2Id) => {
    expect(() => createSignature({ ...good, sm2Id })).toThrow('ALLINPAY_SM2_ID');
  });

  test('name everything that is wrong at once', () => {
    const wrong = () =>
      createSignature({
        signType: 'RSA2',
        privateKey: rsa.publicPem,
        publicKey: sm.publicPem,
        sm2Id: ID,
        sm2Signature: 'der',
      });
    for (const name of ['PRIVATE_KEY', 'PUBLIC_KEY', 'SM2_ID', 'SM2_SIGNATURE'])
      expect(wrong).toThrow(`ALLINPAY_${name}`);
  });
});
