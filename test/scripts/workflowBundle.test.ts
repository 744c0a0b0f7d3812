import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { workflowBundle } from '../harness/prepared.ts';

describe('the workflow bundle', () => {
  it('evaluates zod once for all runs: the bundler leaves nothing of the preloading out', async () => {
    const code = await readFile(workflowBundle(), 'utf8');
    const preloading = /exports\.preloadModules = function preloadModules\(\) \{\n(?<body>.*)\n\}/.exec(code);
    expect(preloading?.groups?.['body'] ?? '').toContain('workflows/preload.ts');
    expect(/\.safeParse\(.*strictObject\(\{\}\), \{\}\)/.test(code)).toBe(true);
  });

  it('has every failure converted by ours, so that each is well-formed', async () => {
    const code = await readFile(workflowBundle(), 'utf8');
    expect(code).toMatch(/customFailureConverter = .*workflows\/failureConverter\.ts/);
  });
});
