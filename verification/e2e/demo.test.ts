import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { temporaryDirectory, typed, type Typed } from '../../test/cli/workerTerminal.ts';

const reported = z.object({
  allinpay: z.object({
    payouts: z.array(z.looseObject({ orderId: z.string(), status: z.string(), kind: z.string() })),
    sums: z.object({
      asked: z.string(),
      settled: z.string(),
      failed: z.string(),
      pending: z.string(),
      fee: z.string(),
      agrees: z.boolean(),
    }),
  }),
  referral: z.object({
    payouts: z.array(
      z.looseObject({ orderId: z.string(), status: z.string(), commands: z.array(z.string()).optional() }),
    ),
  }),
  lumpSum: z.object({
    records: z.array(
      z.object({
        uniqueId: z.string(),
        outcome: z.string(),
        problems: z.array(z.object({ code: z.string(), foundBy: z.string() })),
      }),
    ),
  }),
  ledger: z.object({ allinpay: z.object({ settled: z.string(), fee: z.string(), pending: z.string() }) }),
  disagreements: z.array(z.string()),
  unexpected: z.array(z.string()),
  ok: z.boolean(),
});

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let printed: Typed['printed'];
let report: z.output<typeof reported>;

beforeAll(async () => {
  folder = await temporaryDirectory();
  printed = await typed(['demo', '--json'], { directory: folder.path });
  report = reported.parse(JSON.parse(printed.stdout));
});

afterAll(async () => {
  await folder.remove();
});

function endings(
  payouts: readonly { readonly orderId: string; readonly status: string }[],
): Record<string, string> {
  return Object.fromEntries(payouts.map(({ orderId, status }) => [orderId, status]));
}

describe('payouts demo', () => {
  it("exits 0 with every payout as the examples say and the sandbox's ledger in agreement", () => {
    expect(report).toMatchObject({ ok: true, disagreements: [], unexpected: [] });
    expect(printed.exitCode).toBe(0);
  });

  it('settles, in part where a part fails, finds the order whose answer was lost, and refuses three decimals', () => {
    const { payouts } = report.allinpay;
    const count = (status: string): number => payouts.filter((payout) => payout.status === status).length;
    expect(payouts.length).toBeGreaterThanOrEqual(20);
    expect(count('settled')).toBe(payouts.length - 3);
    expect(endings(payouts)).toMatchObject({
      'ST-20260131-0007': 'partiallySettled',
      'ST-20260131-0011': 'rejected',
      'ST-20260131-0015': 'settled',
      'ST-20260131-0023': 'failed',
    });
    expect(payouts.find(({ orderId }) => orderId === 'ST-20260131-0023')).toMatchObject({
      type: 'InvalidInput',
      message: expect.stringContaining('at most two decimals'),
    });
  });

  it('withdraws ten referral accounts: one break for a person, one empty, one refused', () => {
    expect(endings(report.referral.payouts)).toEqual({
      'RW-2026-01-0001': 'reconciled',
      'RW-2026-01-0002': 'reconciled',
      'RW-2026-01-0003': 'reconciled',
      'RW-2026-01-0004': 'reconciled',
      'RW-2026-01-0005': 'reconcileBreak',
      'RW-2026-01-0006': 'nothingToWithdraw',
      'RW-2026-01-0007': 'rejected',
      'RW-2026-01-0008': 'withdrawn',
      'RW-2026-01-0009': 'withdrawn',
      'RW-2026-01-0010': 'reconciled',
    });
    const held = report.referral.payouts.find(({ status }) => status === 'reconcileBreak');
    expect(held?.commands).toContain(
      'payouts resolve referral-withdrawal/default/RW-2026-01-0005 accept --offer 1 --by NAME --note WHY',
    );
  });

  it('corrects bonuses as the edited file says: one as it was, one stale, one refused by us and one by Feishu', () => {
    const { records } = report.lumpSum;
    const count = (outcome: string): number => records.filter((record) => record.outcome === outcome).length;
    expect(records).toHaveLength(11);
    expect([count('corrected'), count('unchanged'), count('stale'), count('rejected')]).toEqual([7, 1, 1, 2]);
    expect(records.flatMap(({ problems }) => problems)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: '21270220', foundBy: 'provider' }),
        expect.objectContaining({ code: '21270206', foundBy: 'us' }),
      ]),
    );
  });

  it('has sums that agree with the ledger to the cent', () => {
    const { sums } = report.allinpay;
    const { settled, fee, pending } = report.ledger.allinpay;
    expect(sums.agrees).toBe(true);
    expect([sums.settled, sums.fee, sums.pending]).toEqual([settled, fee, pending]);
  });

  it('leaves nothing of its stack behind', async () => {
    expect(await readdir(join(folder.path, '.payouts'))).toEqual([]);
    const uiUrl = /Watch them: (http:\/\/[^/]+)/.exec(printed.stderr)?.[1] ?? '';
    const sandboxUrl = /ledger at (http:\/\/[^/]+)/.exec(printed.stderr)?.[1] ?? '';
    await expect(fetch(uiUrl)).rejects.toThrow();
    await expect(fetch(sandboxUrl)).rejects.toThrow();
  });
});
