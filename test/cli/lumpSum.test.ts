import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CliClient } from '../../cli/io.ts';
import { InputMismatchError, type PayoutRequest } from '../../clients/index.ts';
import type { LumpSumQueryInput, LumpSumRecord } from '../../contract/index.ts';
import { pageOf, recordOf } from '../clients/lumpSum/records.fixture.ts';
import { neverConnect, type as typeWith, type Typed } from './terminal.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lump-sum-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const path = (name: string): string => join(folder, name);

async function file(name: string, records: readonly object[]): Promise<string> {
  await writeFile(path(name), JSON.stringify(records));
  return path(name);
}

const unused = (): never => {
  throw new Error('this command line must not call this');
};

/** A server that only reads: whatever starts something fails the test. */
class Reading {
  readonly asked: LumpSumQueryInput[] = [];
  readonly checked: PayoutRequest[] = [];
  refusal: Error | undefined;
  readonly #known: readonly LumpSumRecord[];

  constructor(known: readonly LumpSumRecord[] = []) {
    this.#known = known;
  }

  client(): CliClient {
    const lumpSumQuery = (input: LumpSumQueryInput): Promise<ReturnType<typeof pageOf>> => {
      this.asked.push(input);
      return Promise.resolve(pageOf(this.#known, input, input.pageSize));
    };
    return {
      start: unused,
      check: (request) => {
        this.checked.push(request);
        return this.refusal === undefined ? Promise.resolve() : Promise.reject(this.refusal);
      },
      payout: unused,
      list: unused,
      records: unused,
      count: unused,
      inputOf: unused,
      outcomeDeliveries: unused,
      allinpayBalance: unused,
      lumpSumQuery,
      async *lumpSumPages(input) {
        yield await lumpSumQuery(input);
      },
      within: (_milliseconds, call) => call(),
      close: () => Promise.resolve(),
    };
  }

  type(...words: string[]): Promise<Typed> {
    return typeWith(words, { connect: () => Promise.resolve(this.client()) });
  }
}

const typeOffline = (...words: string[]): Promise<Typed> => typeWith(words, { connect: neverConnect });

describe('payouts lump-sum query', () => {
  it('asks by every documented filter, a day alone being the whole day', async () => {
    const server = new Reading();
    const words = [
      ...['--ids', '1,2', '--unique-ids', 'u1', '--user-ids', 'ou_1', '--item-ids', '3'],
      ...['--created-since', '2026-08-01', '--created-until', '2026-08-02', '--company-ids', '4'],
      ...['--modified-since', '2026-08-03 04:05:06', '--modified-until', '2026-08-04'],
      ...['--service-company-ids', '5', '--department-ids', '6', '--job-family-ids', '7'],
      ...['--job-level-ids', '8', '--work-location-ids', '9', '--employee-type-ids', '10'],
      ...['--onboarded-since', '2020-01-01', '--onboarded-until', '2020-12-31'],
      ...['--offboarded-since', '2026-01-01', '--offboarded-until', '2026-12-31'],
    ];
    const { exitCode } = await server.type('lump-sum', 'query', ...words, '--user-id-type', 'user_id');
    expect(exitCode).toBe(0);
    expect(server.asked).toMatchObject([
      {
        pageSize: 500,
        userIdType: 'user_id',
        filters: {
          ids: ['1', '2'],
          uniqueIds: ['u1'],
          userIds: ['ou_1'],
          itemIds: ['3'],
          createTimeGte: '2026-08-01 00:00:00',
          createTimeLte: '2026-08-02 23:59:59',
          modifyTimeGte: '2026-08-03 04:05:06',
          modifyTimeLte: '2026-08-04 23:59:59',
          companyIds: ['4'],
          serviceCompanyIds: ['5'],
          departmentIds: ['6'],
          jobFamilyIds: ['7'],
          jobLevelIds: ['8'],
          workLocationIds: ['9'],
          employeeTypeIds: ['10'],
          onboardDateGte: '2020-01-01',
          onboardDateLte: '2020-12-31',
          offboardDateGte: '2026-01-01',
          offboardDateLte: '2026-12-31',
        },
      },
    ]);
  });

  it.each([
    [['--modified-since', 'yesterday'], /--modified-since: must be a time in UTC\+8/],
    [['--page-size', '501', '--user-id-type', 'name'], /--page-size: .*\n.*--user-id-type: must be one of/],
    [['--out', 'records.pdf'], /out: must end in \.xlsx, \.csv, \.json/],
  ])('names what is wrong by the option that was typed: %j', async (words, problem) => {
    expect(await typeOffline('lump-sum', 'query', ...words)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(problem),
    });
  });

  it('shows so many rows and says that there are more', async () => {
    const server = new Reading(['1', '2', '3'].map((id) => recordOf(id)));
    const { stdout } = await server.type('lump-sum', 'query', '--limit', '2');
    expect(stdout).toContain('2 records shown, and there are more');
    expect(stdout).toContain(
      'returnAmountBeforeTax is in none of them: empty, or the app lacks the permission ' +
        'corehr:compensation_lump_sum_payment.return_amount_before_tax:read',
    );
    expect(stdout).not.toMatch(/details\.belongTime is in none/);
  });
});

describe('payouts lump-sum template', () => {
  it('writes a file that holds nothing to correct', async () => {
    expect(await typeOffline('lump-sum', 'template', '--out', path('empty.csv'))).toMatchObject({
      exitCode: 0,
    });
    const { exitCode, stderr } = await typeOffline('lump-sum', 'correct', path('empty.csv'));
    expect(stderr).toMatch(/holds a header and no corrections/);
    expect(exitCode).toBe(2);
  });

  it('never writes over a file that may hold edits, and neither does the query', async () => {
    const edited = path('edited.csv');
    await writeFile(edited, 'edits of an hour');
    for (const words of [
      ['lump-sum', 'template', '--out', edited],
      ['lump-sum', 'query', '--out', edited],
    ]) {
      const { exitCode, stderr } = await typeOffline(...words);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('exists and may hold')]);
    }
    expect(await readFile(edited, 'utf8')).toBe('edits of an hour');
  });
});

describe('payouts lump-sum correct', () => {
  it.each([
    [['--approval', 'required'], /--requested-by: is required with --approval required/],
    [
      ['--dry-run', '--send', 'never', '--no-wait'],
      /--send never sends nothing\n.*starts nothing, and waits/,
    ],
    [['--batch', 'august bonuses'], /--batch: may hold letters/],
    [['--out', 'report.txt'], /out: must end in/],
  ])('with %j is bad usage and asks no server', async (words, problem) => {
    const path = await file('aug.json', [{ id: '1', remark: 'a' }]);
    const { exitCode, stderr } = await typeOffline('lump-sum', 'correct', path, ...words);
    expect(stderr).toMatch(problem);
    expect(exitCode).toBe(2);
  });

  it('needs --batch where the name of the file is none', async () => {
    const path = await file('八月奖金.json', [{ id: '1', remark: 'a' }]);
    const { exitCode, stderr } = await typeOffline('lump-sum', 'correct', path);
    expect(stderr).toMatch(/cannot be called "八月奖金".*--batch/);
    expect(exitCode).toBe(2);
  });

  it('a file that is not there is bad input', async () => {
    const { exitCode, stderr } = await typeOffline('lump-sum', 'correct', path('nowhere.csv'));
    expect(stderr).toMatch(/nowhere\.csv cannot be read/);
    expect(exitCode).toBe(2);
  });

  it('names all problems with --json and --out, some dozens on the terminal, and starts nothing', async () => {
    const records = Array.from({ length: 60 }, (_, at) => ({ id: String(at), totalAmount: '1,000.00' }));
    const wrong = await file('wrong.json', [...records, { id: 'right', remark: 'a' }]);
    const shown = await typeOffline('lump-sum', 'correct', wrong, '--out', path('problems.json'));
    expect(shown.exitCode).toBe(2);
    expect(shown.stderr).toMatch(/60 problems, 20 not shown: --out FILE has them all/);
    expect(shown.stderr).toMatch(/leave out 60 records and correct 1 other\./);
    expect(JSON.parse(await readFile(path('problems.json'), 'utf8'))).toHaveLength(60);
    const { stdout } = await typeOffline('--json', 'lump-sum', 'correct', wrong);
    expect(JSON.parse(stdout)).toMatchObject({ error: { problems: { length: 60 } } });
  });

  it('refuses another file under the name of a batch before any part of it is started', async () => {
    const server = new Reading();
    server.refusal = new InputMismatchError('lump-sum-correction/default/aug-0001', 'run-1', [
      'only the run …',
    ]);
    const path = await file('aug.json', [{ id: '1', remark: 'other' }]);
    const { exitCode, stderr } = await server.type('lump-sum', 'correct', path);
    expect(stderr).toMatch(/the batch aug was started before with another file.*--batch/);
    expect(exitCode).toBe(2);
    expect(server.checked).toHaveLength(1);
  });

  it('--dry-run starts nothing, and exits as the run would', async () => {
    const server = new Reading([recordOf('1'), recordOf('2')]);
    const good = await file('good.json', [
      { id: '1', remark: 'a' },
      { id: '2', totalAmount: '2000' },
    ]);
    const planned = await server.type('lump-sum', 'correct', good, '--dry-run', '--out', path('plan.csv'));
    expect(planned.stdout).toMatch(/2 records · toChange 1 · unchanged 1/);
    expect(planned.stdout).toMatch(/remark: 一月奖金 → a/);
    expect(planned.stdout).toMatch(/Nothing was sent\. A run would be 1 correction in the batch good\.\n$/);
    expect(planned.exitCode).toBe(0);
    expect(await readFile(path('plan.csv'), 'utf8')).toMatch(/toChange/);

    const refused = await file('refused.json', [{ id: '404', remark: 'a' }]);
    expect((await server.type('lump-sum', 'correct', refused, '--dry-run')).exitCode).toBe(1);

    const mixed = await file('mixed.json', [
      { id: '1', remark: 'a' },
      { id: '2', totalAmount: 'two' },
    ]);
    const blocked = await server.type('lump-sum', 'correct', mixed, '--dry-run');
    expect(blocked.stdout).toMatch(/wrong 1 · toChange 1[\s\S]*A run would send nothing either/);
    expect(blocked.exitCode).toBe(2);
    expect((await server.type('lump-sum', 'correct', mixed, '--dry-run', '--skip-invalid')).exitCode).toBe(1);
  });

  it('--allow-detail-changes lets a correction drop what it leaves out', async () => {
    const server = new Reading([recordOf('1')]);
    const correction = { id: '1', totalAmount: '1500', issuanceFrequency: 1, details: [{ id: '1-1' }] };
    const dropping = await file('drop.json', [correction]);
    const words = ['lump-sum', 'correct', dropping, '--dry-run'];
    expect(await server.type(...words)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/allowDetailChanges/),
    });
    expect(await server.type(...words, '--allow-detail-changes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/adds or drops details/),
    });
  });
});
