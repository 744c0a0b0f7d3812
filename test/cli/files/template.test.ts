import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { payoutColumns } from '../../../cli/files/payoutColumns.ts';
import { readPayoutFile } from '../../../cli/files/payoutFile.ts';
import { writeTableFile } from '../../../cli/files/table/tableFile.ts';
import { writePayoutTemplate } from '../../../cli/files/template.ts';
import type { FiledFlow } from '../../../clients/flows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const flows = Object.keys(payoutColumns) as FiledFlow[];
const filled: Readonly<Record<FiledFlow, Readonly<Record<string, string>>>> = {
  allinpayWithdrawal: { orderId: 'A-1', externalCode: 'S-1', amount: '100.00', summary: '租金' },
  referralWithdrawal: { externalOrderId: 'R-1', referralAccountId: '694', bonusTypes: 'cash' },
};

describe.each(flows)('a template of %s', (flow) => {
  it.each(['.csv', '.xlsx', '.json'])(
    'as %s is known by its columns, and pays nothing while it is empty',
    async (form) => {
      const path = join(folder, `${flow}${form}`);
      await writePayoutTemplate(flow, path);
      await expect(readPayoutFile(flow, path, await readFile(path), {})).resolves.toEqual({
        ok: false,
        problems: [{ message: expect.stringMatching(/^holds (?:a header and )?no payouts$/) }],
      });
    },
  );

  it.each(['name', 'words'] as const)(
    'filled in is read, its columns in every one of their %s',
    async (by) => {
      const most = Math.max(...payoutColumns[flow].map(({ words = [] }) => words.length));
      for (let at = 0; at < (by === 'name' ? 1 : most); at += 1) {
        const path = join(folder, `${flow}-${by}-${at}.xlsx`);
        const header = payoutColumns[flow].map(({ name, words = [] }) => ({
          name: by === 'name' ? name : (words[at] ?? name),
        }));
        await writeTableFile(path, header, [
          payoutColumns[flow].map(({ name }) => filled[flow][name] ?? null),
        ]);
        const read = await readPayoutFile(flow, path, await readFile(path), {});
        expect(read).toMatchObject({ ok: true, value: { requests: [{ flow }] } });
      }
    },
  );
});
