import type { Command } from 'commander';
import { z } from 'zod';
import { recordsOf } from '../../../clients/lumpSum/pages.ts';
import {
  lumpSumQueryInput,
  parse,
  type GuardedMember,
  type LumpSumQueryInput,
  type LumpSumQueryResult,
  type LumpSumRecord,
} from '../../../contract/index.ts';
import type { CommandContext } from '../../command.ts';
import { wholeNumberCell, withoutEmpty } from '../../files/csvCells.ts';
import { writeRecordFile } from '../../files/lumpSum/recordFile.ts';
import type { CliClient, ExitCode } from '../../io.ts';
import { outOptions, refuseUnwritable, unwritten } from '../../outFile.ts';
import { counted, table } from '../../render/text.ts';
import { must, optionsBy } from '../../typed.ts';
import { byOption, filtersOf } from './queryOptions.ts';

const options = z.object({
  userIdType: z.string().optional(),
  pageSize: z.string().default('500'),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1 to 9999999')
    .transform(Number)
    .optional(),
  ...outOptions,
});

/** Rows of the table unless `--limit` says otherwise: a screen or two. */
const ROWS = 50;

export async function queryRecords(context: CommandContext, command: Command): Promise<ExitCode> {
  const { out, overwrite, limit, userIdType, pageSize } = optionsBy(options, command);
  const asked = {
    filters: filtersOf(command.opts()),
    pageSize: wholeNumberCell(pageSize),
    ...withoutEmpty({ userIdType, profile: context.global.profile }),
  };
  const checked = parse(lumpSumQueryInput, asked);
  const input = must(
    'The query is wrong, nothing was asked',
    checked.ok ? checked : { ok: false, problems: checked.problems.map(byOption) },
  );
  await refuseUnwritable({ out, overwrite });
  return context.withClient(async (client): Promise<ExitCode> => {
    const most = limit ?? (out === undefined && !context.global.json ? ROWS : undefined);
    const query = new Query(client, input, most);
    if (out === undefined) await show(context, query);
    else await write(context, query, out);
    return 0;
  });
}

/** One reading of a query, and what it came to. */
class Query {
  read = 0;
  /** more records are there than were asked for by --limit */
  more = false;
  readonly #client: CliClient;
  readonly #input: LumpSumQueryInput;
  readonly #limit: number | undefined;
  #notShown: readonly GuardedMember[] | undefined;

  constructor(client: CliClient, input: LumpSumQueryInput, limit: number | undefined) {
    this.#client = client;
    this.#input = input;
    this.#limit = limit;
  }

  async *records(): AsyncGenerator<LumpSumRecord> {
    for await (const record of recordsOf(this.#pages())) {
      this.more = this.#limit !== undefined && this.read >= this.#limit;
      if (this.more) return;
      this.read += 1;
      yield record;
    }
  }

  /** Members that no record carried on any page, and the permission that each needs. */
  get notShown(): readonly GuardedMember[] {
    return this.#notShown ?? [];
  }

  async *#pages(): AsyncGenerator<LumpSumQueryResult> {
    for await (const page of this.#client.lumpSumPages(this.#input)) {
      if (page.records.length > 0) {
        const hidden = new Set(page.notShown.map(({ field }) => field));
        this.#notShown = (this.#notShown ?? page.notShown).filter(({ field }) => hidden.has(field));
      }
      yield page;
    }
  }
}

async function show(context: CommandContext, query: Query): Promise<void> {
  const records: LumpSumRecord[] = [];
  for await (const record of query.records()) records.push(record);
  const document = { records, more: query.more, notShown: query.notShown };
  context.print(document, () =>
    [recordsTable(records), summaryOf(query, 'shown'), ...notShownLines(query.notShown)].join('\n'),
  );
}

async function write(context: CommandContext, query: Query, out: string): Promise<void> {
  let written: Awaited<ReturnType<typeof writeRecordFile>> | undefined;
  const lost = await unwritten(out, async () => {
    written = await writeRecordFile(out, query.records());
  });
  if (lost !== undefined) throw new Error(lost);
  context.print({ file: out, ...written, more: query.more, notShown: query.notShown }, () =>
    [
      summaryOf(query, `written to ${out}`),
      ...notShownLines(query.notShown),
      `Change what is wrong in it, take out the other rows if you like, then: payouts lump-sum correct ${out} --dry-run`,
    ].join('\n'),
  );
}

function recordsTable(records: readonly LumpSumRecord[]): string {
  const columns = ['id', 'user', 'item', 'total', 'currency', 'frequency', 'modified'];
  const rows = records.map((record) => [
    record.id,
    record.userId ?? '-',
    record.itemId ?? '-',
    record.totalAmount ?? '-',
    record.currencyId ?? '-',
    record.issuanceFrequency === undefined ? '-' : String(record.issuanceFrequency),
    record.modifyTime ?? '-',
  ]);
  return table(columns, rows);
}

function summaryOf({ read, more }: Query, what: string): string {
  return `${counted(read, 'record')} ${what}${more ? ', and there are more: raise --limit, or --out FILE without it' : ''}`;
}

function notShownLines(members: readonly GuardedMember[]): string[] {
  return members.map(
    ({ field, permission }) =>
      `${field} is in none of them: empty, or the app lacks the permission ${permission}`,
  );
}
