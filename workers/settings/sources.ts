import { dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { profileSchema } from '../../contract/input.ts';
import { valueProblem, type Environment } from '../../rules/environment.ts';
import type { SettingTexts } from '../../providers/settings/declaration.ts';
import { CONFIG_VARIABLE, reservedNames } from './processWide.ts';
import { settingNames } from './providers.ts';
import type { SettingsProblem } from './problems.ts';

export type { Environment };
/** @throws as `readFileSync` does */
export type ReadFile = (path: string) => string;

/** One profile's settings, as texts, and what was wrong with getting them. */
export interface Source {
  readonly name: string;
  /** absent for the environment */
  readonly table?: string;
  readonly texts: SettingTexts;
  /** given, but not to be had: named as that and not as missing */
  readonly unread: readonly string[];
}

interface Sources {
  readonly sources: Source[];
  readonly problems: SettingsProblem[];
}

export const DEFAULT_PROFILE = 'default';

/** Gathers the environment (profile `default`) and the tables of the file that `PAYOUTS_CONFIG` names. */
export function gather(environment: Environment, readFile: ReadFile): Sources {
  const own = textsOf(environment, (path) => readFile(path));
  const default_: Source = { name: DEFAULT_PROFILE, texts: own.texts, unread: own.unread };
  const configPath = given(environment[CONFIG_VARIABLE]);
  if (configPath === undefined) return { sources: [default_], problems: own.problems };
  const wrong = valueProblem(configPath);
  const file =
    wrong === undefined
      ? fromFile(configPath, readFile)
      : { sources: [], problems: [{ setting: CONFIG_VARIABLE, message: wrong }] };
  return { sources: [default_, ...file.sources], problems: [...own.problems, ...file.problems] };
}

/** @returns the text without blanks and line ends around it; undefined for one of these alone */
function given(text: string | undefined): string | undefined {
  const meant = text?.trim();
  return meant === '' ? undefined : meant;
}

/** Reads every setting by its name or through its `_FILE`. */
function textsOf(
  from: Environment,
  readFile: ReadFile,
): Pick<Source, 'texts' | 'unread'> & { readonly problems: SettingsProblem[] } {
  const texts: Record<string, string> = {};
  const unread: string[] = [];
  const problems: SettingsProblem[] = [];
  for (const name of settingNames) {
    const read = textOf(from, name, readFile);
    if (read.ok) {
      if (read.text !== undefined) texts[name] = read.text;
    } else {
      unread.push(name);
      problems.push({ setting: read.setting, message: read.message });
    }
  }
  for (const name of reservedNames) {
    const set = [name, `${name}_FILE`].find((variable) => given(from[variable]) !== undefined);
    if (set !== undefined) problems.push({ setting: set, message: 'is not supported yet: take it out' });
  }
  return { texts, unread, problems };
}

type Text =
  | { readonly ok: true; readonly text: string | undefined }
  | { readonly ok: false; readonly setting: string; readonly message: string };

function textOf(from: Environment, name: string, readFile: ReadFile): Text {
  const setting = `${name}_FILE`;
  const text = given(from[name]);
  const path = given(from[setting]);
  if (path === undefined) return textAt(name, text);
  if (text !== undefined)
    return { ok: false, setting, message: `is set beside ${name}: take one of them out` };
  const wrong = valueProblem(path);
  if (wrong !== undefined) return { ok: false, setting, message: wrong };
  try {
    return textAt(setting, given(readFile(path)), 'names a file whose text ');
  } catch (error) {
    return { ok: false, setting, message: `names a file that cannot be read (${codeOf(error)})` };
  }
}

/** @param where before what is wrong with the text */
function textAt(setting: string, text: string | undefined, where = ''): Text {
  const wrong = text === undefined ? undefined : valueProblem(text);
  return wrong === undefined ? { ok: true, text } : { ok: false, setting, message: where + wrong };
}

/** A message of the file system holds the path; its code says as much and is the same everywhere. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function fromFile(path: string, readFile: ReadFile): Sources {
  let document: unknown;
  try {
    document = parse(readFile(path));
  } catch (error) {
    return { sources: [], problems: [{ setting: CONFIG_VARIABLE, message: whyUnreadable(error) }] };
  }
  // A path in the file is meant from where the file is, wherever the worker was started.
  return fromDocument(document, (file) => readFile(resolve(dirname(path), file)));
}

function whyUnreadable(error: unknown): string {
  // The parser's message quotes the line it stumbled over, which may hold a secret.
  if (error instanceof TomlError) return `is no TOML: line ${error.line}, column ${error.column}`;
  return `names a file that cannot be read (${codeOf(error)})`;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function fromDocument(document: unknown, readFile: ReadFile): Sources {
  const { profiles, ...others } = isTable(document) ? document : {};
  const problems = Object.keys(others).map((setting) => ({
    setting: CONFIG_VARIABLE,
    message: `holds "${setting}", which is not known there: settings stand in tables named [profiles.NAME]`,
  }));
  if (profiles !== undefined && !isTable(profiles)) {
    return { sources: [], problems: [...problems, notATable('profiles')] };
  }
  const read = Object.entries(profiles ?? {}).map(([name, table]) => fromTable(name, table, readFile));
  return {
    sources: read.flatMap(({ sources }) => sources),
    problems: [...problems, ...read.flatMap((one) => one.problems)],
  };
}

function notATable(name: string): SettingsProblem {
  return { setting: CONFIG_VARIABLE, message: `holds "${name}", which must be a table: [profiles.NAME]` };
}

function fromTable(name: string, table: unknown, readFile: ReadFile): Sources {
  if (!isTable(table)) return { sources: [], problems: [notATable(`profiles.${name}`)] };
  const known = settingNames.flatMap((setting) => [setting, `${setting}_FILE`]);
  const problems = tableNameProblems(name);
  const strings: Record<string, string> = {};
  for (const [setting, value] of Object.entries(table)) {
    if (!known.includes(setting) && !isReserved(setting)) {
      problems.push({ setting, message: 'is not a setting of a profile; is it a typing error?' });
    } else if (typeof value !== 'string') {
      problems.push({ setting, message: 'must be a text in quotes' });
    } else strings[setting] = value;
  }
  const { texts, unread, problems: ofSettings } = textsOf(strings, readFile);
  return {
    sources: [{ name, table: name, texts, unread }],
    problems: [...problems, ...ofSettings].map((problem) => ({ ...problem, profile: name })),
  };
}

function isReserved(setting: string): boolean {
  return reservedNames.some((name) => setting === name || setting === `${name}_FILE`);
}

function tableNameProblems(name: string): SettingsProblem[] {
  if (name === DEFAULT_PROFILE) {
    return [{ setting: name, message: 'is the profile of the environment: give this table another name' }];
  }
  if (profileSchema.safeParse(name).success) return [];
  const message = 'is no name for a profile: at most 60 letters, digits and . _ : -';
  return [{ setting: name, message }];
}
