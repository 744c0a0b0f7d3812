import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unwritten } from '../../cli/outFile.ts';
import { neverConnect, type } from './terminal.ts';

let folder: string;
let there: string;
let corrections: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payouts-out-'));
  there = join(folder, 'report.xlsx');
  corrections = join(folder, 'bonuses.csv');
  await writeFile(there, 'mine');
  await writeFile(corrections, 'id,remark\n7000000000000000001,late\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every command that writes a report. */
const writing = (): string[][] => [
  ['watch', 'B-1'],
  ['lump-sum', 'correct', corrections],
  ['lump-sum', 'correct', corrections, '--dry-run'],
  ['lump-sum', 'query'],
  ['lump-sum', 'template'],
];

describe('every command with --out, before it asks a server,', () => {
  it('leaves a file that is there alone, and names --overwrite', async () => {
    for (const words of writing()) {
      const { exitCode, stderr } = await type([...words, '--out', there], { connect: neverConnect });
      expect({ words, exitCode }).toEqual({ words, exitCode: 2 });
      expect(stderr).toContain("report.xlsx exists and may hold somebody's edits: add --overwrite");
    }
  });

  it('refuses a folder that is not there, and another ending', async () => {
    for (const words of writing()) {
      for (const [out, why] of [
        [join(folder, 'nowhere', 'a.csv'), /cannot be written: .*ENOENT/],
        [join(folder, 'report.pdf'), /--out: must end in \.xlsx, \.csv, \.json/],
      ] as const) {
        const { exitCode, stderr } = await type([...words, '--out', out], { connect: neverConnect });
        expect(stderr).toMatch(why);
        expect(exitCode).toBe(2);
      }
    }
  });

  it('takes --overwrite with --out only', async () => {
    const { exitCode, stderr } = await type(['watch', 'B-1', '--overwrite'], { connect: neverConnect });
    expect(stderr).toMatch(/--overwrite: goes with --out/);
    expect(exitCode).toBe(2);
  });
});

it('--overwrite writes over the file', async () => {
  const words = ['lump-sum', 'template', '--out', join(folder, 'template.csv')];
  expect(await type(words, { connect: neverConnect })).toMatchObject({ exitCode: 0 });
  expect(await type(words, { connect: neverConnect })).toMatchObject({ exitCode: 2 });
  expect(await type([...words, '--overwrite'], { connect: neverConnect })).toMatchObject({ exitCode: 0 });
});

it('a disk that takes no more is said in words; any other error stays what it is', async () => {
  const said = await unwritten('r.csv', () => writeFile('/dev/full', 'text'));
  expect(said).toMatch(/^r\.csv could not be written: ENOSPC/);
  await expect(unwritten('r.csv', () => Promise.reject(new Error('no server')))).rejects.toThrow('no server');
});
