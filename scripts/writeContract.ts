import { readFileSync, writeFileSync } from 'node:fs';
import { contractPage } from './contract/page.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

writeFileSync(new URL('docs/contract.md', root), contractPage(read('scripts/contract/template.md'), read));
