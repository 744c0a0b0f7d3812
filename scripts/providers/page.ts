import { allinpayAnswers, feishuAnswers, walletAnswers } from './answerTables.ts';
import { allinpayCodes, feishuCodes, feishuLimits, lumpSumItemCodes } from './codeTables.ts';
import { keyProblems } from './keyTable.ts';

const TABLES: Readonly<Record<string, () => string>> = {
  'feishu answers': feishuAnswers,
  'feishu codes': feishuCodes,
  'feishu limits': feishuLimits,
  'lump-sum item codes': lumpSumItemCodes,
  'allinpay answers': allinpayAnswers,
  'allinpay codes': allinpayCodes,
  'allinpay keys': keyProblems,
  'wallet answers': walletAnswers,
};

const GENERATED =
  '<!-- Written by `npm run docs:providers` from scripts/providers/template.md and the code. -->\n\n';

/**
 * docs/providers.md: the template's prose with a table of the code in place of every `<!-- table: name -->`.
 * @throws Error for a table that the template names and that is not there, or the other way round
 */
export function providersPage(template: string): string {
  const used = new Set<string>();
  const page = template.replaceAll(/<!-- table: (.+?) -->/g, (_comment, name: string) => {
    const write = TABLES[name];
    if (write === undefined) throw new Error(`the template names a table "${name}" that nobody writes`);
    used.add(name);
    return write();
  });
  const unused = Object.keys(TABLES).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`the template leaves out: ${unused.join(', ')}`);
  return GENERATED + page;
}
