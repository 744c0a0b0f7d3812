import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { contractPage } from '../../scripts/contract/page.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const template = read('scripts/contract/template.md');

it('docs/contract.md is what `npm run docs:contract` writes', () => {
  expect(read('docs/contract.md')).toBe(contractPage(template, read));
});

it('a page that names a table nobody writes, or leaves one out, is not written', () => {
  expect(() => contractPage(`${template}<!-- table: weather -->`, read)).toThrow('"weather"');
  const without = template.replace('<!-- table: statuses -->', '');
  expect(() => contractPage(without, read)).toThrow('leaves out: statuses');
});

it('every link within the page leads to a heading', () => {
  const page = read('docs/contract.md');
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/\]\(#(.+?)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
});
