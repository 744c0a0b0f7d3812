import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { composeFile, operationsPage } from '../../scripts/settings/page.ts';

describe.each([
  ['docs/operations.md', operationsPage],
  ['docker-compose.yml', composeFile],
])('%s', (path, made) => {
  const text = readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

  it('has the settings as they are declared: npm run docs:settings', async () => {
    expect(made(await text)).toBe(await text);
  });

  it('gets back what was taken out of it or changed', async () => {
    const lines = (await text).split('\n');
    const changed = lines.filter((line) => !line.includes('FEISHU_APP_ID'));
    expect(changed.length).toBeLessThan(lines.length);
    expect(made(changed.join('\n').replace('RECONCILE_RECHECKS', 'RECHECKS'))).toBe(await text);
  });

  it('is refused where it has no place for them', async () => {
    expect(() => made('')).toThrow('no place');
    expect(() => made('# Nothing\n')).toThrow('no place');
    const unended = (await text).replaceAll(/<!-- end -->|# End\.\n/g, '');
    expect(() => made(unended)).toThrow('no place');
  });
});
