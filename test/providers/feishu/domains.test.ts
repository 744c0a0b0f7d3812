import { beforeEach, expect, jest, test } from '@jest/globals';
import type { Exchange, PostRequest } from '../../../providers/http/http.ts';

const sent: PostRequest[] = [];

// The real domains are named, so nothing may leave the machine.
jest.unstable_mockModule('../../../providers/http/http.ts', () => ({
  post: (request: PostRequest): Promise<Exchange> => {
    sent.push(request);
    const token = { code: 0, tenant_access_token: 'a', expire: 7200, data: {} };
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve({ kind: 'answer', status: 200, headers, text: JSON.stringify(token) });
  },
}));
const { createFeishuClient } = await import('../../../providers/feishu/client.ts');

beforeEach(() => {
  sent.length = 0;
});

test.each(['https://open.feishu.cn', 'https://open.larksuite.com', 'https://open.larksuite.com/'])(
  'every call to %s stays on that domain, over HTTPS, with its time and size limits',
  async (baseUrl) => {
    const client = createFeishuClient({ baseUrl, appId: 'cli_test', appSecret: '' });
    await client.withdraw({ referralAccountId: '1', bonusTypes: ['cash'], externalOrderId: 'o' });
    await client.reconcile({ startTransTime: '1', endTransTime: '2', tradeDetails: [] });
    await client.lumpSumQuery({ filters: {}, pageSize: 1, userIdType: 'open_id' });
    await client.lumpSumUpdate([]);
    const domain = baseUrl.replace(/\/$/, '');
    const MIB = 1_048_576;
    expect(sent.map(({ url, timeoutMs, maxResponseBytes }) => [url, timeoutMs, maxResponseBytes])).toEqual([
      [`${domain}/open-apis/auth/v3/tenant_access_token/internal`, 5_000, MIB],
      [`${domain}/open-apis/hire/v1/referral_account/1/withdraw`, 20_000, MIB],
      [`${domain}/open-apis/hire/v1/referral_account/reconciliation`, 20_000, MIB],
      [
        `${domain}/open-apis/compensation/v1/lump_sum_payment/query?page_size=1&user_id_type=open_id`,
        20_000,
        16 * MIB,
      ],
      [`${domain}/open-apis/compensation/v1/lump_sum_payment/batch_update`, 20_000, 4 * MIB],
    ]);
  },
);
