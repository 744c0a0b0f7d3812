import base from '../../jest.config.mjs';

/** @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/verification/live'],
  testPathIgnorePatterns: ['/node_modules/'],
  // What only reads at the providers needs no Temporal.
  globalSetup: null,
  globalTeardown: null,
  verbose: true,
  // A call may wait for its time-out, with a token before it.
  testTimeout: 60_000,
};
