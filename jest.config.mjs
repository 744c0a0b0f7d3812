/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // The package's own names, as its examples use them.
  moduleNameMapper: {
    '^durable-payouts$': '<rootDir>/clients/index.ts',
    '^durable-payouts/contract$': '<rootDir>/contract/index.ts',
  },
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/harness/globalSetup.ts',
  globalTeardown: '<rootDir>/test/harness/globalTeardown.ts',
  testSequencer: '<rootDir>/test/harness/sequencer.mjs',
  // Only what hangs takes so long: how fast the machine is, no test claims.
  testTimeout: 600_000,
  // Of two cores: the suites on real servers wait for half of their time.
  maxWorkers: 3,
};
