import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeSettingsProblems } from '../../../workers/settings/problems.ts';
import { readSettings, type ReadSettings } from '../../../workers/settings/readSettings.ts';
import { allinpay, everything, feishu, secrets, table, without, type Variables } from './environment.ts';

/** Files that exist only here. */
function readFrom(files: Variables): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    return text;
  };
}

function withConfig(toml: string, variables: Variables = feishu, files: Variables = {}): ReadSettings {
  return readSettings(
    { ...variables, PAYOUTS_CONFIG: '/etc/payouts.toml' },
    { readFile: readFrom({ '/etc/payouts.toml': toml, ...files }) },
  );
}

function said(read: ReadSettings): string {
  return read.ok ? '' : describeSettingsProblems(read.problems);
}

describe('a file of profiles', () => {
  it('adds its profiles to the one of the environment', () => {
    const read = withConfig(table('acme', { ...feishu, FEISHU_APP_ID: 'cli_two' }) + table('beta', allinpay));
    const names = read.ok ? read.settings.profiles.map(({ name }) => name) : said(read);
    expect(names).toEqual(['default', 'acme', 'beta']);
  });

  it('may be all there is', () => {
    const read = withConfig(table('acme', feishu), {});
    expect(read.ok && read.settings.profiles.map(({ name }) => name)).toEqual(['acme']);
  });

  it('gives each profile its own rechecks, never those of the environment', () => {
    const read = withConfig(table('acme', { ...feishu, FEISHU_APP_ID: 'cli_two' }), {
      ...feishu,
      RECONCILE_RECHECKS: '1s',
    });
    expect(
      read.ok && read.settings.profiles.map(({ reconcileRechecks }) => reconcileRechecks.length),
    ).toEqual([1, 3]);
  });

  it.each([
    [
      'an unknown setting',
      table('acme', { ...allinpay, ALLINPAY_APPID: 'x' }),
      '[profiles.acme] ALLINPAY_APPID',
    ],
    ['a setting that is no text', '[profiles.acme]\nFEISHU_APP_ID = 7', 'must be a text in quotes'],
    ['a reserved setting', table('acme', { ...allinpay, PAYOUTS_CODEC_KEYS: 'k' }), 'not supported yet'],
    ['a profile of nothing', '[profiles.acme]', 'sets no provider'],
    ['a family partly set', table('acme', { FEISHU_APP_ID: 'cli_two' }), '[profiles.acme] FEISHU_APP_SECRET'],
    ['a second default', table('default', allinpay), 'profile of the environment'],
    ['a name that cannot be one', table('"a/b"', allinpay), 'no name for a profile'],
    ['settings outside of a profile', 'FEISHU_APP_ID = "cli_two"', 'holds "FEISHU_APP_ID"'],
    ['a profile that is no table', 'profiles.acme = 7', '"profiles.acme", which must be a table'],
    ['profiles that are no tables', 'profiles = 7', '"profiles", which must be a table'],
  ])('is refused for %s', (_what, toml, message) => {
    expect(said(withConfig(toml))).toContain(message);
  });

  it('that is no TOML is refused by its line, which is not quoted', () => {
    const message = said(withConfig(`[profiles.acme]\nFEISHU_APP_SECRET = ${secrets.appSecret}`));
    expect(message).toContain('line 2');
    expect(message).not.toContain(secrets.appSecret);
  });

  it('that is not there is one problem beside the others', () => {
    const read = readSettings(
      { FEISHU_APP_ID: 'cli_one', PAYOUTS_CONFIG: '/nowhere' },
      { readFile: readFrom({}) },
    );
    expect(said(read)).toContain('PAYOUTS_CONFIG: names a file that cannot be read (ENOENT)');
    expect(said(read)).toContain('FEISHU_APP_SECRET: is missing');
  });
});

describe('two profiles of one app', () => {
  it.each([
    ['Feishu', feishu, 'FEISHU_APP_ID'],
    ['Allinpay', allinpay, 'ALLINPAY_APP_ID'],
  ])('are refused for %s: their orders would share one space', (_name, variables, setting) => {
    const message = said(withConfig(table('acme', variables), variables));
    expect(message).toContain(`[profiles.acme] ${setting}: is the same app`);
    expect(message).toContain('profile "default"');
  });

  it('are seen through other spellings of the address', () => {
    const spelt = { ...feishu, FEISHU_BASE_URL: 'https://OPEN.feishu.cn:443/' };
    expect(said(withConfig(table('acme', spelt)))).toContain('is the same app');
  });

  it('are fine at two addresses', () => {
    const elsewhere = { ...feishu, FEISHU_BASE_URL: 'https://open.larksuite.com' };
    expect(withConfig(table('acme', elsewhere)).ok).toBe(true);
  });
});

describe('a setting in a file', () => {
  it('is read for every X by X_FILE, its last line break taken off', () => {
    const files = Object.fromEntries(
      Object.entries(everything).map(([name, text]) => [`/run/${name}`, `${text}\n`]),
    );
    const names = Object.keys(everything).map((name): [string, string] => [`${name}_FILE`, `/run/${name}`]);
    const variables: Variables = Object.fromEntries(names);
    const read = readSettings(variables, { readFile: readFrom(files) });
    expect(read).toEqual(readSettings(everything));
  });

  it('is found by a path with blanks around it', () => {
    const variables = { ...without(feishu, 'FEISHU_APP_SECRET'), FEISHU_APP_SECRET_FILE: ' /run/secret\n' };
    const read = readSettings(variables, { readFile: readFrom({ '/run/secret': secrets.appSecret }) });
    expect(read).toEqual(readSettings(feishu));
  });

  it('is refused where its text or its path stands in quotes', () => {
    const variables = {
      FEISHU_APP_ID_FILE: '/run/id',
      FEISHU_APP_SECRET_FILE: '"/run/secret"',
      PAYOUTS_CONFIG: '"/etc/payouts.toml"',
    };
    const read = readSettings(variables, { readFile: readFrom({ '/run/id': '"cli_one"\n' }) });
    expect(said(read).split('\n').sort()).toEqual([
      'FEISHU_APP_ID_FILE: names a file whose text stands in quotes: take them off',
      'FEISHU_APP_SECRET_FILE: stands in quotes: take them off',
      'PAYOUTS_CONFIG: stands in quotes: take them off',
    ]);
  });

  it('is refused beside the setting itself', () => {
    const read = readSettings({ ...feishu, FEISHU_APP_ID_FILE: '/run/id' }, { readFile: readFrom({}) });
    expect(said(read)).toBe('FEISHU_APP_ID_FILE: is set beside FEISHU_APP_ID: take one of them out');
  });

  it('that cannot be read is named', () => {
    const variables = { ...without(feishu, 'FEISHU_APP_SECRET'), FEISHU_APP_SECRET_FILE: '/run/none' };
    expect(said(readSettings(variables, { readFile: readFrom({}) }))).toContain(
      'FEISHU_APP_SECRET_FILE: names a file that cannot be read (ENOENT)',
    );
  });

  it('named in the file of profiles is looked for beside that file', () => {
    const acme = { ...without(feishu, 'FEISHU_APP_SECRET'), FEISHU_APP_SECRET_FILE: 'secrets/acme' };
    const read = withConfig(table('acme', acme), {}, { '/etc/secrets/acme': secrets.appSecret });
    expect(read.ok && read.settings.profiles[0]?.feishu?.appSecret).toBe(secrets.appSecret);
  });
});

describe('real files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are read unless told otherwise', () => {
    const file = join(folder, 'payouts.toml');
    writeFileSync(file, table('acme', feishu));
    expect(readSettings({ PAYOUTS_CONFIG: file }).ok).toBe(true);
  });
});
