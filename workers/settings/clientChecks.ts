import { createAllinpayClient } from '../../providers/allinpay/client.ts';
import { createFeishuClient } from '../../providers/feishu/client.ts';
import { createWalletClient } from '../../providers/wallet/client.ts';
import { createReceiverClient } from '../../providers/webhook/client.ts';
import type { ProfileSettings } from './settings.ts';

/**
 * Builds every client of a profile, as the worker will, to hear what it refuses: what a client accepts is known in one
 * place only. Nothing is sent. The clients' own messages name the setting and never its value.
 */
export function constructionProblems({
  feishu,
  allinpay,
  wallet,
  outcomeWebhook,
}: ProfileSettings): { readonly setting: string; readonly message: string }[] {
  return [
    ...refusal('Feishu settings', () => feishu && createFeishuClient(feishu)),
    ...refusal('Allinpay settings', () => allinpay && createAllinpayClient(allinpay)),
    ...refusal('wallet settings', () => wallet && createWalletClient(wallet)),
    ...refusal('outcome webhook settings', () => outcomeWebhook && createReceiverClient(outcomeWebhook)),
  ];
}

function refusal(setting: string, construct: () => unknown): { setting: string; message: string }[] {
  try {
    construct();
    return [];
  } catch (error) {
    return [{ setting, message: error instanceof Error ? error.message : 'cannot be used' }];
  }
}
