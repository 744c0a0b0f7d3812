import { decisions } from './decisions.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: decisions,
  testRunner: 'decisions',
  coverageAnalysis: 'perTest',
  plugins: ['./verification/mutation/runner.mjs', './verification/mutation/texts.mjs'],
  ignorers: ['texts'],
  concurrency: 1,
  // Both folders are ignored by git and by every check.
  tempDirName: '.payouts/stryker',
  ignorePatterns: ['.payouts', 'coverage', 'dist', 'docs', 'examples'],
  jsonReporter: { fileName: 'coverage/mutation/mutation.json' },
  htmlReporter: { fileName: 'coverage/mutation/index.html' },
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  disableTypeChecks: false,
};
