import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { z } from 'zod';
import type { FiledFlow, PayoutRequest } from '../../clients/flows.ts';
import { workflowIdOfRequest } from '../../clients/results/outcome.ts';
import { flows, parse, type Parsed, type Problem } from '../../contract/index.ts';
import { isRecord } from '../../contract/input.ts';
import { FILE_BYTES_MAX } from './fileText.ts';
import { readJsonFile } from './jsonFile.ts';
import { openFile } from './openFile.ts';
import { orderColumn } from './payoutColumns.ts';
import { readPayoutTable } from './payoutTable.ts';
import type { PlacedProblem, RawFile, RawPayout } from './rawPayout.ts';
import { UnreadableFile } from './table/fileProblem.ts';
import type { TextEncoding } from './table/textEncoding.ts';

/** Members that a command line gives to every payout of a file. */
export interface CommandLineMembers {
  readonly profile?: string | undefined;
  readonly batchId?: string | undefined;
  readonly requestedBy?: string | undefined;
  readonly approval?: string | undefined;
  readonly send?: string | undefined;
}

/** A file's batch unless it is named: the same file is the same batch, whatever it is called and whoever sends it. */
export function batchIdOf(bytes: Uint8Array): string {
  return `file-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
}

/** The sheet of a workbook that is paid; where no sheet has its name, the only one. */
export const PAYOUTS_SHEET = 'payouts';

export interface PayoutFile {
  readonly requests: readonly PayoutRequest[];
  /** what a file of text was read as; `gb18030` is worth saying, since nothing in the file tells it for certain */
  readonly encoding?: TextEncoding;
}

/**
 * Reads a file of payouts, CSV, XLSX or JSON, and checks each against the contract.
 * @param name tells the form by its ending; without a known one the first character does
 * @returns all payouts, or every problem of the whole file with its row and column (CSV, XLSX) or path (JSON)
 */
export async function readPayoutFile(
  flow: FiledFlow,
  name: string,
  bytes: Uint8Array,
  given: CommandLineMembers,
): Promise<Parsed<PayoutFile>> {
  if (bytes.byteLength > FILE_BYTES_MAX) {
    return refused(`is larger than ${FILE_BYTES_MAX / 1024 / 1024} MB; split it`);
  }
  try {
    const opened = openFile(endingOf(name, bytes), bytes, PAYOUTS_SHEET);
    const raw =
      opened.form === 'json' ? readJsonFile(opened.text) : await readPayoutTable(flow, opened.table);
    const { encoding } = opened;
    const checked = checkPayouts(flow, raw, given, { batchId: batchIdOf(bytes) });
    if (!checked.ok) return checked;
    return { ok: true, value: { requests: checked.value, ...(encoding === undefined ? {} : { encoding }) } };
  } catch (error) {
    if (error instanceof UnreadableFile) return refused(error.message);
    throw error;
  }
}

function refused(message: string): { readonly ok: false; readonly problems: Problem[] } {
  return { ok: false, problems: [{ message }] };
}

const ENDINGS = ['.json', '.csv', '.tsv', '.xlsx', '.xls'];

function endingOf(name: string, bytes: Uint8Array): string {
  const ending = extname(name).toLowerCase();
  if (ENDINGS.includes(ending)) return ending;
  const start = new TextDecoder().decode(bytes.subarray(0, 1024));
  return /^\s*[[{]/.test(start) ? '.json' : '.csv';
}

/**
 * @param given what the command line says; a payout that says something else itself is a problem, since one of the
 * two would be ignored otherwise, and it could be the approval
 * @param otherwise for payouts that say nothing themselves
 */
export function checkPayouts(
  flow: FiledFlow,
  raw: RawFile,
  given: CommandLineMembers,
  otherwise: CommandLineMembers = {},
): Parsed<PayoutRequest[]> {
  const problems: PlacedProblem[] = [...raw.problems];
  // What a cell's own fault leaves out of an input is not told a second time as missing.
  const told = new Set(raw.problems.map(({ field }) => field));
  const requests: PayoutRequest[] = [];
  const places = new Map<string, string>();
  for (const payout of raw.payouts) {
    const checked = checkOne(flow, payout, given, otherwise);
    for (const { field, message } of checked.problems) {
      const place = payout.whereIs(field);
      if (!told.has(place.field)) problems.push({ ...place, message: payout.saying?.(message) ?? message });
    }
    if (checked.request === undefined) continue;
    const id = workflowIdOfRequest(checked.request);
    const first = places.get(id);
    const place = payout.whereIs(orderColumn[flow]);
    if (first !== undefined) {
      const what = payout.place === undefined ? `is the order of ${first} again` : `repeats ${first}`;
      problems.push({ ...place, message: `${what}; one order is one payout` });
    }
    places.set(id, first ?? payout.place ?? place.field ?? '');
    requests.push(checked.request);
  }
  if (problems.length === 0) return { ok: true, value: requests };
  return { ok: false, problems: problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)) };
}

interface Checked {
  readonly request: PayoutRequest | undefined;
  readonly problems: readonly Problem[];
}

function checkOne(
  flow: FiledFlow,
  { data }: RawPayout,
  given: CommandLineMembers,
  otherwise: CommandLineMembers,
): Checked {
  const merged = isRecord(data) ? { ...defined(otherwise), ...defined(given), ...data } : data;
  const contradictions = isRecord(data) ? contradictionsOf(data, given) : [];
  switch (flow) {
    case 'allinpayWithdrawal':
      return checkedAs(contradictions, flows.allinpayWithdrawal.input, merged, (input) => ({ flow, input }));
    case 'referralWithdrawal':
      return checkedAs(contradictions, flows.referralWithdrawal.input, merged, (input) => ({ flow, input }));
  }
}

function checkedAs<T>(
  contradictions: readonly Problem[],
  schema: z.ZodType<T>,
  data: unknown,
  requestOf: (input: T) => PayoutRequest,
): Checked {
  const parsed = parse(schema, data);
  if (parsed.ok) return { request: requestOf(parsed.value), problems: contradictions };
  return { request: undefined, problems: [...contradictions, ...parsed.problems] };
}

function contradictionsOf(data: Readonly<Record<string, unknown>>, given: CommandLineMembers): Problem[] {
  return Object.entries(defined(given))
    .filter(([member, value]) => data[member] !== undefined && data[member] !== value)
    .map(([member, value]) => ({
      field: member,
      message: `says something else than the command line ("${String(value)}"); say it in one place`,
    }));
}

function defined(members: CommandLineMembers): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
