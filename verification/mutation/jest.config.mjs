import { fileURLToPath, URL } from 'node:url';
import unit from '../../jest.config.mjs';
import { decisions, suites } from './decisions.mjs';

/**
 * How far the suites of the decisions reach: `npm run verify -- coverage` fails where a branch is left.
 * @type {import('jest').Config}
 */
export default {
  ...unit,
  rootDir: fileURLToPath(new URL('../../', import.meta.url)),
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: suites.map((suite) => `<rootDir>/${suite}`),
  collectCoverage: true,
  collectCoverageFrom: decisions,
  coverageDirectory: 'coverage/decisions',
  coverageReporters: ['text', 'json'],
  coverageThreshold: { global: { branches: 100 } },
};
