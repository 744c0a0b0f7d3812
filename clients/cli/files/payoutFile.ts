import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { z } from 'zod';
import { isRecord } from '../../../contract/input.ts';
import { parse, type Parsed, type Problem } from '../../../contract/index.ts';
import {
  allinpayWithdrawalFlow,
  referralWithdrawalFlow,
  type FiledFlow,
  type PayoutRequest,
} from '../../flows.ts';
import { workflowIdOfRequest } from '../../outcome.ts';
import { readAllinpayCsv } from './allinpayCsv.ts';
import { textOf } from './fileText.ts';
import { readJsonFile } from './jsonFile.ts';
import type { RawFile, RawPayout } from './rawPayout.ts';
import { readReferralCsv } from './referralCsv.ts';

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

/**
 * Reads a file of payouts, JSON or CSV, and checks each against the contract.
 * @param name tells the format by its ending; without a known one the first character does
 * @returns all payouts, or every problem of the whole file with its line and column (CSV) or path (JSON)
 */
export function readPayoutFile(
  flow: FiledFlow,
  name: string,
  bytes: Uint8Array,
  given: CommandLineMembers,
): Parsed<PayoutRequest[]> {
  const text = textOf(bytes);
  if (!text.ok) return text;
  const raw = readRaw(flow, name, text.value);
  return checkPayouts(flow, raw, given, { batchId: batchIdOf(bytes) });
}

function readRaw(flow: FiledFlow, name: string, text: string): RawFile {
  const ending = extname(name).toLowerCase();
  const isJson = ending === '.json' || (ending !== '.csv' && /^\s*[[{]/.test(text));
  if (isJson) return readJsonFile(text);
  return flow === 'allinpayWithdrawal' ? readAllinpayCsv(text) : readReferralCsv(text);
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
  const problems: Problem[] = [...raw.problems];
  const requests: PayoutRequest[] = [];
  const places = new Map<string, string>();
  for (const payout of raw.payouts) {
    const checked = checkOne(flow, payout, given, otherwise);
    for (const { field, message } of checked.problems)
      problems.push({ field: payout.whereIs(field), message });
    if (checked.request === undefined) continue;
    const id = workflowIdOfRequest(checked.request);
    const first = places.get(id);
    const place = payout.whereIs(flow === 'allinpayWithdrawal' ? 'orderId' : 'externalOrderId');
    if (first !== undefined) {
      problems.push({ field: place, message: `is the order of ${first} again; one order is one payout` });
    }
    places.set(id, first ?? place);
    requests.push(checked.request);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: requests };
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
      return checkedAs(contradictions, allinpayWithdrawalFlow.schema, merged, (input) => ({ flow, input }));
    case 'referralWithdrawal':
      return checkedAs(contradictions, referralWithdrawalFlow.schema, merged, (input) => ({ flow, input }));
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
