import { expect, test } from '@jest/globals';
import { createFeishuClient } from '../../providers/feishu/client.ts';
import { feishuSettings } from '../../providers/feishu/settings.ts';
import { describeLive } from './describeLive.ts';

describeLive(feishuSettings, ({ feishu }) => {
  if (feishu === undefined) throw new Error('the profile has no Feishu settings');
  const client = createFeishuClient(feishu);

  test('gives a token for the app, and takes it for reconciling nothing', async () => {
    const now = String(Date.now());
    const answer = await client.reconcile({ startTransTime: now, endTransTime: now, tradeDetails: [] });
    // An empty question may be refused; it is, then, after the token and the permission were taken.
    const refused = { ok: false, failure: { type: 'PayoutRejected', api: 'reconciliation' } };
    expect(answer).toMatchObject(answer.ok ? { value: { failed: [] } } : refused);
  });

  test('lists one lump-sum record that can be read', async () => {
    const answer = await client.lumpSumQuery({ filters: {}, pageSize: 1, userIdType: 'open_id' });
    // Only that it could be read is said: a record is somebody's pay.
    expect(answer.ok ? 'a page' : answer.failure).toBe('a page');
  });
});
