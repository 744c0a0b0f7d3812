import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { providersPage } from '../../scripts/providers/page.ts';

const root = new URL('../../', import.meta.url);
const template = (): Promise<string> => readFile(new URL('scripts/providers/template.md', root), 'utf8');

test('docs/providers.md is what the template and the code say (npm run docs:providers writes it)', async () => {
  const written = await readFile(new URL('docs/providers.md', root), 'utf8');
  expect(written).toBe(providersPage(await template()));
});

test('a table that nobody writes, or that the page leaves out, stops the page', async () => {
  expect(() => providersPage('<!-- table: weather -->')).toThrow('"weather"');
  const without = (await template()).replace('<!-- table: feishu codes -->', '');
  expect(() => providersPage(without)).toThrow('leaves out: feishu codes');
});
