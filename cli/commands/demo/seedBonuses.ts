import type { LumpSumRecord } from '../../../contract/index.ts';
import type { Sandbox } from '../../../sandbox/index.ts';
import { BONUS_ITEM, CURRENCY, type SeededBonus } from './bonusScene.ts';
import { openFeishu } from './feishuApi.ts';

/** Makes bonuses by Feishu's own API, as a payroll's import does. @throws Error when one is refused */
export async function seedBonuses(sandbox: Sandbox, bonuses: readonly SeededBonus[]): Promise<void> {
  const feishu = await openFeishu(sandbox);
  const records = bonuses.map(({ uniqueId, userId, total, parts, remark }) => ({
    unique_id: uniqueId,
    user_id: userId,
    item_id: BONUS_ITEM,
    currency_id: CURRENCY,
    total_amount: total,
    issuance_frequency: parts.length,
    binding_period: 0,
    remark,
    details: parts.map((amount) => ({
      issuance_amount: amount,
      issuance_status: 'to_be_issued',
      issuance_way: 'with_salary',
      issuance_time: '2026-08-31',
      belong_time: '2026-08-01',
    })),
  }));
  await feishu('/compensation/v1/lump_sum_payment/batch_create?user_id_type=open_id', { records });
}

/** The payroll pays out the first detail of a bonus. */
export function payOut(sandbox: Sandbox, { id, details: [first] }: LumpSumRecord): Promise<void> {
  return put(sandbox, `records/${id}/details/${first?.id ?? ''}`, { paid: true });
}

/** Somebody changes a bonus in Feishu. */
export function changeBeside(sandbox: Sandbox, { id }: LumpSumRecord, remark: string): Promise<void> {
  return put(sandbox, `records/${id}`, { values: { remark } });
}

async function put({ url }: Sandbox, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}/sandbox/lump-sum/${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The sandbox refused ${path}: HTTP ${response.status}`);
}
