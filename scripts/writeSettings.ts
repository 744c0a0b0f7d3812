import { readFile, writeFile } from 'node:fs/promises';
import { composeFile, operationsPage } from './settings/page.ts';

const root = new URL('../../', import.meta.url);

for (const [path, made] of [
  ['docs/operations.md', operationsPage],
  ['docker-compose.yml', composeFile],
] as const) {
  const file = new URL(path, root);
  await writeFile(file, made(await readFile(file, 'utf8')));
}
