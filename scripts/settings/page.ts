import { isRequired, type Setting } from '../../providers/settings/declaration.ts';
import { processWide, reservedNames } from '../../workers/settings/processWide.ts';
import { declaredSettings } from '../../workers/settings/providers.ts';
import { code, table } from '../providers/table.ts';

/** docs/operations.md with the tables of settings in their places. */
export function operationsPage(page: string): string {
  const ofProfile = declaredSettings.map((setting) => [
    code(setting.name),
    unlessSet(setting),
    setting.means,
  ]);
  const ofProcess = processWide.map(({ names, means }) => [names.map(code).join(', '), means]);
  const tables = {
    'of a profile': table(['setting', 'unless set', 'what'], ofProfile),
    'of the process': table(['setting', 'what'], ofProcess),
  };
  return Object.entries(tables).reduce(
    (made, [whose, rows]) =>
      between(made, `<!-- settings ${whose}: npm run docs:settings -->`, `\n\n${rows}\n\n`, '<!-- end -->'),
    page,
  );
}

/** docker-compose.yml with the worker's environment in its place. */
export function composeFile(text: string): string {
  const names = [
    ...declaredSettings.flatMap(({ name, secret, keptInFile }) =>
      secret || keptInFile === true ? [name, `${name}_FILE`] : [name],
    ),
    ...processWide.flatMap(({ names, handedOn }) => (handedOn ? names : [])),
    ...reservedNames.flatMap((name) => [name, `${name}_FILE`]),
  ];
  const lines = names.map((name) => `      ${name}: \${${name}:-}\n`).join('');
  return between(text, '# Settings: npm run docs:settings\n', lines, '      # End.\n');
}

/** A default in JSON is told by what the setting means. */
function unlessSet(setting: Setting): string {
  const { default: text = '' } = setting;
  if (isRequired(setting)) return 'required';
  return text === '' || text.startsWith('{') ? '' : code(text);
}

/** @throws Error when the marks are not there */
function between(text: string, begin: string, made: string, end: string): string {
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from);
  if (from < begin.length || to === -1) throw new Error(`there is no place "${begin.trim()}"`);
  return text.slice(0, from) + made + text.slice(to);
}
