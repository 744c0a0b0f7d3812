import { z } from 'zod';
import {
  defineProviderSettings,
  type SettingProblem,
  type SettingsOf,
  type SettingTexts,
} from '../settings/declaration.ts';
import { bytesOf, fromText, httpUrl, json, oneOf, plainText } from '../settings/values.ts';
import { ALLINPAY_CIPHERS } from './cipher.ts';
import { mayMeanNotKnown, NEVER_NOT_KNOWN } from './codes.ts';
import { readPrivateKey, readPublicKey, SIGN_TYPES } from './keys.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from './pollPlan.ts';
import { isSm2Id } from './sm2.ts';
import { SM2_SIGNATURE_FORMS } from './sm2SignatureForm.ts';

/** A text in PEM form. Where a file can hold no line breaks (an env file), they are written as `\n`. */
function pemText(text: string): string {
  return `${text.replaceAll('\\n', '\n').trim()}\n`;
}

/** Whether it is the right key is for the cross-checks to say, which know the sign type. */
const pem = z.string().transform(pemText);

const sm2Id = fromText(
  (text) => (isSm2Id(text) ? text : undefined),
  'must be 1 to 128 printable ASCII characters, such as the standard\'s own "1234567812345678"',
);

/** One block of AES-128 or SM4. */
const block = fromText((text): Uint8Array | undefined => {
  const bytes = bytesOf(text);
  return bytes?.length === 16 ? bytes : undefined;
}, 'must be 16 bytes in base64 (24 characters, such as `openssl rand -base64 16` makes)');

const notFoundCodes = fromText(
  (text): readonly string[] | undefined => {
    const codes = text === '' ? [] : text.split(',').map((code) => code.trim());
    return codes.every(mayMeanNotKnown) ? codes : undefined;
  },
  `must be codes of 1 to 4 digits with commas between them, such as "3301,3302", and not ${NEVER_NOT_KNOWN.join(' or ')}`,
);

/** Everything that the provider does not publish is a setting without a default: a guess could pay a hundredfold. */
export const allinpaySettings = defineProviderSettings({
  title: 'Allinpay',
  address: 'gatewayUrl',
  app: 'appId',
  movesMoney: true,
  crossChecks: (texts) => [...signatureProblems(texts), ...cipherProblems(texts)],
  settings: {
    gatewayUrl: {
      name: 'ALLINPAY_GATEWAY_URL',
      means: "as agreed with Allinpay: the gateway's path is not documented",
      schema: httpUrl,
      secret: false,
    },
    appId: { name: 'ALLINPAY_APP_ID', means: 'as agreed with Allinpay', schema: plainText, secret: false },
    signType: {
      name: 'ALLINPAY_SIGN_TYPE',
      means: '`RSA2` or `SM2`',
      schema: oneOf(SIGN_TYPES),
      secret: false,
    },
    privateKey: {
      name: 'ALLINPAY_PRIVATE_KEY',
      means: 'ours, in PEM; of the sign type. Forms and what a wrong one says: [providers](providers.md)',
      schema: pem,
      secret: true,
    },
    publicKey: {
      name: 'ALLINPAY_PUBLIC_KEY',
      means: 'theirs, in PEM; of the sign type',
      schema: pem,
      secret: false,
      keptInFile: true,
    },
    sm2Id: {
      name: 'ALLINPAY_SM2_ID',
      means: 'with SM2 only: the distinguishing id, `1234567812345678` unless set',
      schema: sm2Id,
      optional: true,
      secret: false,
    },
    sm2Signature: {
      name: 'ALLINPAY_SM2_SIGNATURE',
      means:
        'with SM2 only: the form in which we send signatures, `der` (unless set) or `raw`; both forms are taken',
      schema: oneOf(SM2_SIGNATURE_FORMS),
      optional: true,
      secret: false,
    },
    cipher: {
      name: 'ALLINPAY_CIPHER',
      means: '`plain`, `aes-128-ecb`, `aes-128-cbc`, `sm4-ecb` or `sm4-cbc`',
      schema: oneOf(ALLINPAY_CIPHERS),
      secret: false,
    },
    cipherKey: {
      name: 'ALLINPAY_CIPHER_KEY',
      means: 'in base64; no key with `plain`',
      schema: block,
      optional: true,
      secret: true,
    },
    cipherIv: {
      name: 'ALLINPAY_CIPHER_IV',
      means: 'in base64; an IV for cbc only',
      schema: block,
      optional: true,
      secret: true,
    },
    amountUnit: {
      name: 'ALLINPAY_AMOUNT_UNIT',
      means: '`yuan` or `fen`, on the wire only: not documented, ask before the first payout',
      schema: oneOf(['yuan', 'fen']),
      secret: false,
    },
    orderNotFoundCodes: {
      name: 'ALLINPAY_ORDER_NOT_FOUND_CODES',
      means: 'codes of a look-up that mean "no such order" beside 3',
      schema: notFoundCodes,
      default: '',
      secret: false,
    },
    pollPlan: {
      name: 'ALLINPAY_POLL_PLAN',
      means:
        'JSON; the default asks from minute 30 of the next hour, hourly, never 23:00–07:00 Asia/Shanghai',
      schema: json.pipe(pollPlanSchema),
      default: JSON.stringify(DEFAULT_POLL_PLAN),
      secret: false,
    },
  },
});

/** What an Allinpay client of one app needs, and when its orders are looked up. */
export type AllinpaySettings = SettingsOf<typeof allinpaySettings>;

/** The keys have to fit the sign type. */
function signatureProblems(texts: SettingTexts): SettingProblem[] {
  const signType = SIGN_TYPES.find((type) => type === texts['ALLINPAY_SIGN_TYPE']?.trim());
  return [
    // Which key is wanted hangs on another setting; where that one is missing or wrong, a key of either sign type will do.
    ...keyProblems(texts, 'ALLINPAY_PRIVATE_KEY', (pem) => readPrivateKey(pem, signType)),
    ...keyProblems(texts, 'ALLINPAY_PUBLIC_KEY', (pem) => readPublicKey(pem, signType)),
    ...(signType === 'RSA2' ? superfluous(texts, 'ALLINPAY_SM2_ID', 'the sign type "RSA2"') : []),
    ...(signType === 'RSA2' ? superfluous(texts, 'ALLINPAY_SM2_SIGNATURE', 'the sign type "RSA2"') : []),
  ];
}

/** @param read throws what is wrong with the key, without any of it */
function keyProblems(texts: SettingTexts, setting: string, read: (pem: string) => unknown): SettingProblem[] {
  const text = texts[setting];
  if (text === undefined) return [];
  try {
    read(pemText(text));
    return [];
  } catch (error) {
    return [{ setting, message: error instanceof Error ? error.message : 'cannot be read' }];
  }
}

/** Key and IV have to fit the cipher. */
function cipherProblems(texts: SettingTexts): SettingProblem[] {
  const cipher = ALLINPAY_CIPHERS.find((name) => name === texts['ALLINPAY_CIPHER']?.trim());
  if (cipher === undefined) return [];
  const when = `the cipher "${cipher}"`;
  const withKey = cipher !== 'plain';
  const withIv = cipher.endsWith('-cbc');
  return [
    ...(withKey ? missing : superfluous)(texts, 'ALLINPAY_CIPHER_KEY', when),
    ...(withIv ? missing : superfluous)(texts, 'ALLINPAY_CIPHER_IV', when),
  ];
}

function missing(texts: SettingTexts, setting: string, when: string): SettingProblem[] {
  return texts[setting] === undefined ? [{ setting, message: `is required with ${when}` }] : [];
}

function superfluous(texts: SettingTexts, setting: string, when: string): SettingProblem[] {
  return texts[setting] === undefined ? [] : [{ setting, message: `must be left out with ${when}` }];
}
