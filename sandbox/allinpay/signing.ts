import { createSign, createVerify } from 'node:crypto';
import type { World } from '../world.ts';
import { signSm2, verifySm2 } from './sm2.ts';

/** Our signature of the text, in base64, by the sign type of the settings. */
export function signText(world: World, text: string): string {
  const { allinpay } = world.settings;
  const { allinpayServer, allinpaySm2Server } = world.state.credentials;
  switch (allinpay.signType) {
    case 'RSA2':
      return createSign('RSA-SHA256').update(text, 'utf8').sign(allinpayServer.privateKey, 'base64');
    case 'SM2':
      return signSm2(text, allinpaySm2Server.privateKey, allinpay);
  }
}

/** Whether the caller signed the text, by the sign type of the settings: what the request says of it is not signed. */
export function callerSigned(world: World, text: string, sign: string): boolean {
  const { allinpay } = world.settings;
  const { allinpayClient, allinpaySm2Client } = world.state.credentials;
  switch (allinpay.signType) {
    case 'RSA2':
      return createVerify('RSA-SHA256').update(text, 'utf8').verify(allinpayClient.publicKey, sign, 'base64');
    case 'SM2':
      return verifySm2(text, sign, allinpaySm2Client.publicKey, allinpay);
  }
}
