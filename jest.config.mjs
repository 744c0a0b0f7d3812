/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // Those call real providers: `npm run test:live`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/live/'],
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
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/harness/globalSetup.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
};
