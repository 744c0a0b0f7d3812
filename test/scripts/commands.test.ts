import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { expect, it } from '@jest/globals';
import { createProgram } from '../../cli/program.ts';
import { workerProcessIo } from '../../cli/workerIo.ts';
import { commandsPage } from '../../scripts/commands/page.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

it('docs/commands.md has the options that the commands declare: npm run docs:commands', async () => {
  const page = commandsPage(await read('scripts/commands/template.md'), createProgram(workerProcessIo()));
  expect(await read('docs/commands.md')).toBe(page);
  expect(page).toContain('### `payouts lump-sum correct <file>`');
});

it('one option has one form in all commands, and every option and command says what it is', () => {
  const forms = new Map<string, Set<string>>();
  const commands = allOf(createProgram(workerProcessIo()));
  expect(commands.map((command) => command.name())).toEqual(
    expect.arrayContaining(['show', 'watch', 'correct', 'worker']),
  );
  for (const command of commands) {
    expect({ command: command.name(), description: command.description() }).not.toMatchObject({
      description: '',
    });
    for (const { long, flags, description } of command.options) {
      expect({ flags, description }).not.toMatchObject({ description: '' });
      forms.set(long ?? flags, (forms.get(long ?? flags) ?? new Set()).add(flags));
    }
  }
  expect([...forms.values()].filter(({ size }) => size > 1)).toEqual([]);
});

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}
