import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

/** Who may import whom. An arrow that is not here is an error; see docs/decisions.md. */
const arrows = {
  contract: [],
  rules: ['contract'],
  providers: [],
  sandbox: [],
  workflows: ['contract', 'rules', 'activities'],
  activities: ['contract', 'rules', 'providers'],
  clients: ['contract', 'rules'],
  workers: ['contract', 'rules', 'providers', 'activities', 'workflows'],
  local: ['contract', 'rules', 'workers', 'clients', 'sandbox'],
  cli: ['contract', 'rules', 'workers', 'clients', 'local', 'sandbox'],
};
const folders = Object.keys(arrows);

/** Pure rules of texts and times that hold on both sides of the providers' border too. */
const everybodys = { providers: { contract: ['./text.ts', './instants.ts'] } };

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.payouts/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      // Without a parser for what is imported, no-cycle sees no further than the first file and finds nothing.
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts'],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: folders.flatMap((from) =>
            [
              ...folders.filter((to) => to !== from && !arrows[from].includes(to)),
              'test',
              'verification',
              'scripts',
            ].map((to) => ({
              target: `./${from}`,
              from: `./${to}`,
              except: everybodys[from]?.[to] ?? [],
              message: `${from}/ may import ${arrows[from].join(', ') || 'nothing of ours'} only.`,
            })),
          ),
        },
      ],
    },
  },
  {
    // Half of the linting time goes into circles, and nothing imports these.
    files: ['test/**', 'verification/**', 'scripts/**'],
    rules: { 'import-x/no-cycle': 'off' },
  },
  {
    // Workflow code runs in an isolate and is replayed: activities are known to it by their types alone.
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/activities/**'], allowTypeImports: true, message: 'Import activities as types.' },
            {
              group: ['node:*', 'got', '@temporalio/client', '@temporalio/worker'],
              message: 'Not in workflow code.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['providers/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@temporalio/*'], message: 'Providers know nothing of Temporal.' }] },
      ],
    },
  },
  {
    // What the SDK logs holds tokens by which an activity can be answered; one place keeps them back.
    files: [
      'workers/**/*.ts',
      'clients/**/*.ts',
      'cli/**/*.ts',
      'local/**/*.ts',
      'verification/bench/**/*.ts',
    ],
    ignores: ['workers/telemetry/logs.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          "MemberExpression[object.name='Runtime'][property.name='install']",
          "ImportSpecifier[imported.name='DefaultLogger']",
        ].map((selector) => ({
          selector,
          message: 'Loggers are installed by workers/telemetry/logs.ts alone.',
        })),
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'verification/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
