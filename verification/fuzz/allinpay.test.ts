import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCipher, type BizContentCipher } from '../../providers/allinpay/cipher.ts';
import { readAnswer, type EnvelopeKeys } from '../../providers/allinpay/envelope.ts';
import { newEnds } from '../../test/providers/allinpay/keys.fixture.ts';
import { answerPlan, APIS, APP_ID, envelopeOf, identityOf, isIntact, withSign } from './allinpayAnswers.ts';
import { check, claim, judge, saidIn } from './allinpayClaims.ts';
import { damage, damaged, mutate, mutation, pick, textOf, treeOf } from './mutations.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_801);
/** For each API, so three times as many in all. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 3_500);

const plain = createCipher('plain', undefined, undefined);

describe('whatever Allinpay may have signed', () => {
  // A signature takes a millisecond: here all are taken for good, and the rest is the real thing.
  const believing: EnvelopeKeys = {
    appId: APP_ID,
    signature: { signType: 'RSA2', sign: () => '', verify: () => true },
    cipher: plain,
  };

  test.each(APIS)(`%s ends in a typed outcome (FUZZ_SEED=${seed})`, (api) => {
    const identity = identityOf(api);
    const seen = { ok: 0, failed: 0 };
    fc.assert(
      fc.property(answerPlan, fc.constantFrom('yuan', 'fen'), (plan, unit) => {
        const text = withSign(
          envelopeOf(api, plan, identity, (inner) => inner),
          'good',
        );
        const exchange = { kind: 'answer', status: plan.status, headers: {}, text } as const;
        const judged = judge(api, exchange, (read) => readAnswer(believing, identity, read), unit);
        seen[judged.result.ok ? 'ok' : 'failed'] += 1;
        const said = saidIn(text, identity);
        check({ status: plan.status, said, intact: isIntact(plan), unit }, judged);
      }),
      { seed, numRuns },
    );
    // A fuzz run that only ever breaks answers, or never does, proves nothing.
    expect(seen.ok).toBeGreaterThan(numRuns / 20);
    expect(seen.failed).toBeGreaterThan(numRuns / 10);
  });
});

/** What may happen to an answer after it was signed. */
const tampering = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ how: 'nothing' } as const) },
  { weight: 3, arbitrary: fc.record({ how: fc.constant('damage' as const), by: damage }) },
  { weight: 3, arbitrary: fc.record({ how: fc.constant('member' as const), by: mutation }) },
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constant('character' as const), at: fc.nat(9_999), to: fc.nat(99) }),
  },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('sign' as const), to: fc.nat(99) }) },
);
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

const CHARACTERS = ['0', '1', '3', 'A', '"', '\\', '{', '}', ',', ' ', '\u0000', '\u0130', '😀'];
const SIGNS = [
  ...['"sign":""', '"sign":null', '"sign":"AAAA"', '"Sign":"AAAA"', '"s\\u0069gn":"AAAA"'],
  ...['"sign":{"sign":"AAAA"}', '"sign":["AAAA"]', '"x":{"sign":"AAAA"}', '"x":"\\"sign\\":\\"AAAA\\""'],
];

function tampered(text: string, by: Tampering): string {
  switch (by.how) {
    case 'nothing':
      return text;
    case 'damage':
      return damaged(text, by.by);
    case 'member':
      try {
        return textOf(mutate(treeOf(JSON.parse(text)), by.by));
      } catch {
        return text;
      }
    case 'character': {
      const at = by.at % (text.length + 1);
      return text.slice(0, at) + pick(CHARACTERS, by.to) + text.slice(at + 1);
    }
    case 'sign':
      return by.to % 2 === 0
        ? text.replace(/}$/, `,${pick(SIGNS, by.to)}}`)
        : text.replace(/^{/, `{${pick(SIGNS, by.to)},`);
  }
}

/** Whether every signed character is still as it was: the signature itself may be spelt in another way. */
function isAsSigned(text: string, envelope: string): boolean {
  const start = `${envelope.slice(0, -1)},`;
  return text.startsWith(start) && /^\s*"sign"\s*:\s*"[^"]*"}$/.test(text.slice(start.length));
}

describe('what was changed after it was signed', () => {
  const key = randomBytes(16);
  const iv = randomBytes(16);
  const RUNS = [
    ['RSA2', 'plain', 20],
    ['RSA2', 'aes-128-ecb', 40],
    ['RSA2', 'sm4-cbc', 40],
    ['SM2', 'sm4-ecb', 150],
    ['SM2', 'aes-128-cbc', 150],
  ] as const;

  test.each(RUNS)(`is not believed: %s, %s, one in %i (FUZZ_SEED=${seed})`, (signType, cipherName, oneIn) => {
    const { client, provider } = newEnds(signType);
    const cipher: BizContentCipher = createCipher(
      cipherName,
      cipherName === 'plain' ? undefined : key,
      cipherName.endsWith('-cbc') ? iv : undefined,
    );
    const keys: EnvelopeKeys = { appId: APP_ID, signature: client, cipher };
    const seen = { believed: 0, not: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...APIS), answerPlan, tampering, (api, plan, by) => {
        const identity = identityOf(api);
        const envelope = envelopeOf(api, plan, identity, (inner) => cipher.seal(inner));
        const text = tampered(withSign(envelope, provider.sign(envelope)), by);
        const asSigned = isAsSigned(text, envelope);
        const opened = readAnswer(keys, identity, text);
        seen[opened.ok ? 'believed' : 'not'] += 1;
        claim(!opened.ok || asSigned, 'a changed answer is believed');
        const exchange = { kind: 'answer', status: plan.status, headers: {}, text } as const;
        const judged = judge(api, exchange, () => opened, 'fen');
        const said = asSigned ? saidIn(text, identity, (bizContent) => cipher.open(bizContent)) : undefined;
        const intact = isIntact(plan) && by.how === 'nothing';
        check({ status: plan.status, said, intact, unit: 'fen' }, judged);
        for (const secret of [key, iv].map((bytes) => bytes.toString('base64')))
          claim(!JSON.stringify(judged).includes(secret), 'shows a key');
      }),
      { seed, numRuns: Math.ceil(numRuns / oneIn) },
    );
    expect(seen.believed).toBeGreaterThan(0);
    expect(seen.not).toBeGreaterThan(seen.believed / 2);
  });
});
