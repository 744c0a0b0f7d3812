import { decisions } from './decisions.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: decisions,
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.mjs' },
  coverageAnalysis: 'perTest',
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/texts.mjs'],
  ignorers: ['texts'],
  concurrency: 1,
  // Both folders are ignored by git and by every check.
  tempDirName: '.payouts/stryker',
  ignorePatterns: ['.payouts', 'coverage', 'dist', 'docs', 'examples'],
  incremental: true,
  incrementalFile: 'coverage/mutation/incremental.json',
  jsonReporter: { fileName: 'coverage/mutation/mutation.json' },
  htmlReporter: { fileName: 'coverage/mutation/index.html' },
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  dryRunTimeoutMinutes: 2,
  disableTypeChecks: false,
};
