import { readFile, writeFile } from 'node:fs/promises';
import { createProgram } from '../cli/program.ts';
import { workerProcessIo } from '../cli/workerIo.ts';
import { commandsPage } from './commands/page.ts';

const root = new URL('../../', import.meta.url);

const template = await readFile(new URL('scripts/commands/template.md', root), 'utf8');
await writeFile(new URL('docs/commands.md', root), commandsPage(template, createProgram(workerProcessIo())));
