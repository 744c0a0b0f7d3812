import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { memberTable } from '../../scripts/contract/memberTable.ts';
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

it('a member that differs by kind has the words of all, and need not be there where one kind lacks it', () => {
  const table = memberTable('update.resolve');
  const rowOf = (member: string): string =>
    table.split('\n').find((row) => row.includes(`\`${member}\``)) ?? '';
  for (const decision of ['adopt', 'recheck', 'accept', 'recordOutcome', 'extend'])
    expect(rowOf('decision')).toContain(`\`${decision}\``);
  expect(rowOf('decision')).toContain('needed');
  expect(rowOf('by')).toContain('| needed');
  expect(rowOf('settleBy')).not.toContain('| needed');
  expect(rowOf('details')).not.toContain('| needed');
});
