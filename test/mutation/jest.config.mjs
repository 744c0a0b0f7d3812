import { fileURLToPath } from 'node:url';
import unit from '../../jest.config.mjs';
import { decisions } from './decisions.mjs';

/** The suites of the decisions alone: no server, no download, no bundle before them. */
/** @type {import('jest').Config} */
export default {
  ...unit,
  rootDir: fileURLToPath(new URL('../../', import.meta.url)),
  globalSetup: undefined,
  testMatch: [
    'contract/**/*',
    'activities/{failures,firstTry,nothingSent,tries}',
    'activities/allinpay/*',
    'activities/lumpSum/{bounded,judgeRecord,marks,verdicts}',
    'providers/values',
    'providers/{allinpay,feishu,wallet}/errorMap',
    'providers/allinpay/{amount,answers,pollPlan,signMember,wire}',
    'providers/feishu/{lumpSumAnswers,lumpSumRequests,wire}',
    'workflows/{currentDetails,updateRules}',
    'workflows/allinpay/shortfalls',
    'workflows/lumpSum/conclude',
  ].map((suite) => `<rootDir>/test/${suite}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/', 'test/contract/jsonSchemas.test.ts'],
  maxWorkers: 1,
  watchman: false,
  collectCoverageFrom: decisions,
  coverageDirectory: 'coverage/decisions',
  coverageReporters: ['text', 'json'],
  coverageThreshold: { global: { branches: 100 } },
};
