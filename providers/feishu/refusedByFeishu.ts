import { createFeishuClient } from './client.ts';
import type { FeishuSettings } from './settings.ts';

/**
 * Why Feishu does not take a profile's credentials; undefined when it does. Asked by reconciling nothing over one moment:
 * it needs the credentials and the permission, and changes nothing.
 */
export async function refusedByFeishu(feishu: FeishuSettings): Promise<string | undefined> {
  const now = String(Date.now());
  const answer = await createFeishuClient(feishu).reconcile({
    startTransTime: now,
    endTransTime: now,
    tradeDetails: [],
  });
  // A refusal of the question itself came after the credentials were taken.
  if (answer.ok || answer.failure.type === 'PayoutRejected') return undefined;
  const { type, code, message } = answer.failure;
  return `${type}${code === undefined ? '' : ` (code ${code})`}: ${message}`;
}
