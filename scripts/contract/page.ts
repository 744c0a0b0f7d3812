import { contractSchemas } from '../../contract/jsonSchemas.ts';
import { headTable, memberTable } from './memberTable.ts';
import {
  attentionTable,
  attributeTable,
  failureTable,
  memoTable,
  refusalTable,
  statusTable,
  updateTable,
  waitingTable,
} from './wordTables.ts';

const TABLES: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries([...contractSchemas.keys()].map((name) => [name, () => memberTable(name)])),
  head: headTable,
  statuses: statusTable,
  failures: failureTable,
  refusals: refusalTable,
  updates: updateTable,
  attention: attentionTable,
  waiting: waitingTable,
  'search attributes': attributeTable,
  'memo members': memoTable,
};

/** Updates whose argument is that of another one that has a table. */
const SAME_AS_ANOTHER = ['update.reject', 'update.pollNow'];

const GENERATED = '<!-- Written by `npm run docs:contract` from scripts/contract and the code. -->\n\n';

/**
 * docs/contract.md: the template's prose, with a table of the code or a part that stands in a file of its own in place of
 * every `<!-- table: … -->` and `<!-- part: … -->`.
 * @param read the text of a file, by its path from the top of the project
 * @throws Error for a table that the template names and that is not there, or the other way round
 */
export function contractPage(template: string, read: (path: string) => string): string {
  const used = new Set<string>(SAME_AS_ANOTHER);
  const page = template
    .replaceAll(/<!-- part: (.+?) -->\n/g, (_comment, name: string) =>
      read(`scripts/contract/parts/${name}.md`),
    )
    .replaceAll(/<!-- table: (.+?) -->/g, (_comment, name: string) => {
      const write = TABLES[name];
      if (write === undefined) throw new Error(`the template names a table "${name}" that nobody writes`);
      used.add(name);
      return write();
    });
  const unused = Object.keys(TABLES).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`the template leaves out: ${unused.join(', ')}`);
  return GENERATED + page;
}
