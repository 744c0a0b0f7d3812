import { readFile, readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cachedExecutable, keepExecutable } from '../../../local/temporal/executableCache.ts';
import { fakeExecutable, temporaryFolder } from './fixtures.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;

beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = join(temporary.path, 'program-1.0');
});

afterEach(async () => {
  await temporary.remove();
});

const keep = (body: string): Promise<string> =>
  keepExecutable(folder, 'program', (empty) => fakeExecutable(join(empty, 'fetched'), body));

test('what is kept is found again', async () => {
  const path = await keep('echo hello');
  expect(await cachedExecutable(folder, 'program')).toBe(path);
});

test('a truncated executable is not found, and is replaced by the next fetch', async () => {
  const path = await keep('echo first');
  await truncate(path, 5);
  expect(await cachedExecutable(folder, 'program')).toBeUndefined();
  await keep('echo second');
  expect(await cachedExecutable(folder, 'program')).toBe(path);
  expect(await readFile(path, 'utf8')).toContain('echo second');
});

test('a changed executable of the same size is not found', async () => {
  const path = await keep('echo first');
  await writeFile(path, (await readFile(path, 'utf8')).replace('first', 'fir5t'));
  expect(await cachedExecutable(folder, 'program')).toBeUndefined();
});

test('a new time on an unchanged executable does no harm', async () => {
  const path = await keep('echo first');
  await utimes(path, 1_000, 1_000);
  expect(await cachedExecutable(folder, 'program')).toBe(path);
});

test('many who fetch at once end with one whole executable and no leftovers', async () => {
  const paths = await Promise.all(Array.from({ length: 8 }, () => keep('echo same')));
  expect(new Set(paths).size).toBe(1);
  expect(await cachedExecutable(folder, 'program')).toBe(paths[0]);
  expect(await readdir(temporary.path)).toEqual(['program-1.0']);
});

test('a fetch that fails leaves nothing behind', async () => {
  const failing = keepExecutable(folder, 'program', () => Promise.reject(new Error('cut off')));
  await expect(failing).rejects.toThrow('cut off');
  expect(await readdir(temporary.path)).toEqual([]);
});
