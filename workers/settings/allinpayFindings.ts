import { readPrivateKey, readPublicKey, SIGN_TYPES } from '../../providers/allinpay/keys.ts';
import type { Finding, SettingName, SettingTexts } from './families.ts';
import { ciphers } from './settings.ts';
import { pemText } from './values.ts';

/** Settings of Allinpay that do not go together: keys with the sign type, key and IV with the cipher. */
export function allinpayFindings(texts: SettingTexts): Finding[] {
  return [...signatureFindings(texts), ...cipherFindings(texts)];
}

function signatureFindings(texts: SettingTexts): Finding[] {
  const signType = SIGN_TYPES.find((type) => type === texts.ALLINPAY_SIGN_TYPE?.trim());
  return [
    // Which key is wanted hangs on another setting; where that one is missing or wrong, a key of either sign type will do.
    ...keyFindings(texts, 'ALLINPAY_PRIVATE_KEY', (pem) => readPrivateKey(pem, signType)),
    ...keyFindings(texts, 'ALLINPAY_PUBLIC_KEY', (pem) => readPublicKey(pem, signType)),
    ...(signType === 'RSA2' ? superfluous(texts, 'ALLINPAY_SM2_ID', 'the sign type "RSA2"') : []),
    ...(signType === 'RSA2' ? superfluous(texts, 'ALLINPAY_SM2_SIGNATURE', 'the sign type "RSA2"') : []),
  ];
}

/** @param read throws what is wrong with the key, without any of it */
function keyFindings(texts: SettingTexts, setting: SettingName, read: (pem: string) => unknown): Finding[] {
  const text = texts[setting];
  if (text === undefined) return [];
  try {
    read(pemText(text));
    return [];
  } catch (error) {
    return [{ setting, message: error instanceof Error ? error.message : 'cannot be read' }];
  }
}

function cipherFindings(texts: SettingTexts): Finding[] {
  const cipher = ciphers.find((name) => name === texts.ALLINPAY_CIPHER?.trim());
  if (cipher === undefined) return [];
  const when = `the cipher "${cipher}"`;
  const withKey = cipher !== 'plain';
  const withIv = cipher.endsWith('-cbc');
  return [
    ...(withKey ? required : superfluous)(texts, 'ALLINPAY_CIPHER_KEY', when),
    ...(withIv ? required : superfluous)(texts, 'ALLINPAY_CIPHER_IV', when),
  ];
}

function required(texts: SettingTexts, setting: SettingName, when: string): Finding[] {
  return texts[setting] === undefined ? [{ setting, message: `is required with ${when}` }] : [];
}

function superfluous(texts: SettingTexts, setting: SettingName, when: string): Finding[] {
  return texts[setting] === undefined ? [] : [{ setting, message: `must be left out with ${when}` }];
}
