import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { structurePages } from './structure/page.ts';

// Writes docs/structure.md and its picture from the imports: `npm run docs:structure`.
const root = new URL('../../', import.meta.url);
for (const [path, text] of Object.entries(await structurePages(fileURLToPath(root)))) {
  await writeFile(new URL(path, root), text);
}
