import type { PathOf } from '../scene.ts';
import type { Run, Stage } from '../stage.ts';

function readRecords(stage: Stage, id: string, more: object = {}): Promise<Run> {
  const input = { filters: {}, pageSize: 2, userIdType: 'open_id', ...more };
  return stage.start('lumpSumQuery', `lump-sum-query-${id}`, input);
}

function readBalances(stage: Stage, id: string, account: object): Promise<Run> {
  return stage.start('allinpayBalance', `allinpay-balance-${id}`, { accounts: [account] });
}

const denied = { fault: 'code', code: 99991672, httpStatus: 403, times: 1 } as const;

const lumpSumQuery: readonly PathOf[] = [
  {
    name: 'one-page',
    ends: 'COMPLETED',
    on: 'real',
    async play(stage) {
      await stage.lumpSums.create(1);
      return (await readRecords(stage, 'one-page')).close();
    },
  },
  {
    name: 'settings-mended',
    ends: 'COMPLETED',
    on: 'real',
    async play(stage) {
      stage.fail({ on: 'feishu.lumpSumQuery', ...denied });
      return (await readRecords(stage, 'settings-mended')).close();
    },
  },
  {
    name: 'refused',
    ends: 'FAILED',
    on: 'real',
    async play(stage) {
      stage.fail({ on: 'feishu.lumpSumQuery', fault: 'code', code: 2290001, httpStatus: 400 });
      return (await readRecords(stage, 'refused')).close();
    },
  },
  {
    name: 'invalid-input',
    ends: 'FAILED',
    on: 'real',
    play: async (stage) => (await readRecords(stage, 'invalid-input', { pageSize: 501 })).close(),
  },
];

const allinpayBalance: readonly PathOf[] = [
  {
    name: 'read',
    ends: 'COMPLETED',
    on: 'real',
    play: async (stage) => (await readBalances(stage, 'read', { isPlatform: true })).close(),
  },
  {
    name: 'settings-mended',
    ends: 'COMPLETED',
    on: 'real',
    async play(stage) {
      stage.fail({ on: 'allinpay.balanceQuery', fault: 'code', code: 3103, times: 1 });
      return (await readBalances(stage, 'settings-mended', { isPlatform: true })).close();
    },
  },
  {
    name: 'refused',
    ends: 'FAILED',
    on: 'real',
    async play(stage) {
      await stage.changeAccounts({ externalCode: 'S-gone', exists: false });
      return (await readBalances(stage, 'refused', { externalCode: 'S-gone' })).close();
    },
  },
  {
    name: 'invalid-input',
    ends: 'FAILED',
    on: 'real',
    play: async (stage) => (await readBalances(stage, 'invalid-input', {})).close(),
  },
];

export const reads = { lumpSumQuery, allinpayBalance };
