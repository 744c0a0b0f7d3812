import { readFile, writeFile } from 'node:fs/promises';
import { providersPage } from './providers/page.ts';

const root = new URL('../../', import.meta.url);

const template = await readFile(new URL('scripts/providers/template.md', root), 'utf8');
await writeFile(new URL('docs/providers.md', root), providersPage(template));
