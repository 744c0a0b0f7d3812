import { z } from 'zod';
import { canonicalDecimal } from '../decimal.ts';
import { headSchema, problemSchema, type Head } from '../head.ts';
import { terms } from '../identity.ts';
import {
  approvalNeedsMaker,
  checkedAlways,
  commonInput,
  isRecord,
  orderIdSchema,
  sendSchema,
  type Report,
} from '../input.ts';
import { jsonBytes } from '../jsonBytes.ts';
import { nameOrNoneSchema, nameSchema } from '../nameText.ts';
import type { Problem } from '../problems.ts';
import { sentBySchema, type SentBy } from '../sentBy.ts';
import { defineMoneyFlow } from './defineFlow.ts';

/** Most records of one correction: what one batch_update takes. */
export const RECORDS_MAX = 500;
/** Most bytes of one correction as JSON in UTF-8. */
export const CORRECTION_BYTES_MAX = 524_288;

const CORRECTION_ID_LENGTH = 128;

const decimal = z
  .string('must be a decimal string such as "2000.00", never a number')
  .max(255, 'must be at most 255 characters');
const text = z.string().max(255, 'must be at most 255 characters');
const recordId = nameSchema(255, 'must be a string: as a number its last digits would be lost');
const nameOrNone = nameOrNoneSchema(255);
/** Judged record by record, so that one wrong number refuses one record and not five hundred. */
const number = z.number('must be a number');

const detailMembers = {
  id: recordId.optional(),
  issuanceAmount: decimal.optional(),
  issuanceStatus: text.optional(),
  issuanceWay: text.optional(),
  issuanceTime: text.optional(),
  belongTime: text.optional(),
  issuanceCountryRegionId: nameOrNone.optional(),
  issuancePayGroupId: nameOrNone.optional(),
  detailReferencePeriodStartDate: text.optional(),
  detailReferencePeriodEndDate: text.optional(),
};

const recordMembers = {
  id: recordId,
  totalAmount: decimal.optional(),
  currencyId: nameOrNone.optional(),
  issuanceFrequency: number.optional(),
  bindingPeriod: number.optional(),
  bindingPeriodDecimal: decimal.optional(),
  /** its length is judged record by record */
  remark: z.string().optional(),
  referencePeriodStartDate: text.optional(),
  referencePeriodEndDate: text.optional(),
  operationSource: nameOrNone.optional(),
};

export const lumpSumCorrectionRecord = z.strictObject({
  ...recordMembers,
  details: checkedAlways(z.array(z.strictObject(detailMembers)), noIdTwice).optional(),
  expectedModifyTime: text.optional(),
  allowDetailChanges: z.boolean().optional(),
});

export const lumpSumCorrectionInput = checkedAlways(
  z.strictObject({
    ...commonInput,
    correctionId: orderIdSchema(CORRECTION_ID_LENGTH),
    records: checkedAlways(
      z
        .array(lumpSumCorrectionRecord)
        .min(1, 'must hold at least one record')
        .max(RECORDS_MAX, `must hold at most ${RECORDS_MAX} records`),
      noIdTwice,
    ),
    send: sendSchema,
  }),
  approvalNeedsMaker,
);

/**
 * What is wrong with the size of an input, measured as it came: its defaults are not filled in yet. Apart from the
 * schema, which sees it only with them.
 */
export function sizeProblems(raw: unknown): Problem[] {
  const bytes = bytesOf(raw);
  if (bytes === undefined) return [{ message: 'is nested too deep to be a correction' }];
  if (bytes <= CORRECTION_BYTES_MAX) return [];
  const message = `must be at most ${CORRECTION_BYTES_MAX} bytes of JSON, is ${bytes}: split the records over several corrections`;
  return [{ message }];
}

/** JSON is written by recursion, which ends where the stack does: in a workflow that would fail the task for ever. */
function bytesOf(raw: unknown): number | undefined {
  try {
    return jsonBytes(raw);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function noIdTwice(list: unknown, report: Report): void {
  if (!Array.isArray(list)) return;
  const firsts = new Map<string, number>();
  list.forEach((entry: unknown, at) => {
    if (!isRecord(entry) || typeof entry['id'] !== 'string') return;
    const first = firsts.get(entry['id']);
    if (first === undefined) firsts.set(entry['id'], at);
    else report([at, 'id'], `is the id of [${first}] already, got ${JSON.stringify(entry['id'])}`);
  });
}

/** What a caller may write. */
export type LumpSumCorrectionInput = z.input<typeof lumpSumCorrectionInput>;
export type LumpSumCorrection = z.output<typeof lumpSumCorrectionInput>;
/** One record to correct. What is left out stays as the record has it. */
export type CorrectionRecord = z.output<typeof lumpSumCorrectionRecord>;
export type CorrectionDetail = NonNullable<CorrectionRecord['details']>[number];

export const correctionOutcomes = [
  'corrected',
  'unchanged',
  'rejected',
  'stale',
  'conflict',
  'unverified',
] as const;
/**
 * What became of one record.
 * - `corrected`: it is as wanted, by this correction
 * - `unchanged`: it was as wanted before; nothing was sent
 * - `rejected`: refused, by us before sending or by Feishu; it is as it was
 * - `stale`: somebody changed it since the correction was written; nothing was sent
 * - `conflict`: it is neither as it was nor as wanted, or nobody can tell whether it may be sent; a person decides
 * - `unverified`: Feishu took it, and the record does not show it
 */
export type CorrectionOutcome = (typeof correctionOutcomes)[number];

/** One member of one record; texts as Feishu has them, cut at 200 characters, null where there is none. */
export interface RecordChange {
  /** `totalAmount`, `details[<id>].issuanceAmount`, `details[new 1]` */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface RecordProblem {
  /** Feishu's code where it documents one, also for what we found */
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly foundBy: 'us' | 'provider';
}

/** What became of one record, as a result tells it: at most 3 problems. */
export interface CorrectedRecord {
  readonly id: string;
  readonly outcome: CorrectionOutcome;
  readonly changes: readonly RecordChange[];
  readonly problems: readonly RecordProblem[];
}

export type CorrectionCounts = Readonly<Record<CorrectionOutcome, number>>;

const count = z.int().min(0);

export const recordChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const correctedRecord = z.object({
  id: z.string(),
  outcome: z.enum(correctionOutcomes),
  changes: z.array(recordChange),
  problems: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      field: z.string().optional(),
      foundBy: z.enum(['us', 'provider']),
    }),
  ),
});

export const lumpSumCorrectionResult = z.object({
  ...headSchema,
  correctionId: z.string(),
  counts: z.object({
    corrected: count,
    unchanged: count,
    rejected: count,
    stale: count,
    conflict: count,
    unverified: count,
  }),
  records: z.array(correctedRecord),
  problems: z.array(problemSchema).optional(),
  statedBy: z.string().optional(),
  sentBy: sentBySchema.optional(),
});

/** Result, query snapshot and failure detail. `records` holds those whose outcome is known, in the input's order. */
export interface LumpSumCorrectionResult extends Head {
  readonly correctionId: string;
  readonly counts: CorrectionCounts;
  readonly records: readonly CorrectedRecord[];
  readonly problems?: readonly Problem[];
  readonly statedBy?: string;
  readonly sentBy?: SentBy;
}

export function countOutcomes(records: readonly { readonly outcome: CorrectionOutcome }[]): CorrectionCounts {
  const of = (outcome: CorrectionOutcome): number =>
    records.filter((record) => record.outcome === outcome).length;
  return {
    corrected: of('corrected'),
    unchanged: of('unchanged'),
    rejected: of('rejected'),
    stale: of('stale'),
    conflict: of('conflict'),
    unverified: of('unverified'),
  };
}

/** Members and details in one order, decimals in one form. */
function recordIdentity({ details, ...record }: CorrectionRecord): string {
  return JSON.stringify([inOneForm(record), details?.map(inOneForm).sort()]);
}

function inOneForm(values: object): string {
  const members = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' && /amount$|decimal$/i.test(name) ? canonicalDecimal(value) : value,
  ]);
  return JSON.stringify(members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

export const lumpSumCorrection = defineMoneyFlow({
  type: 'lumpSumCorrection',
  idPrefix: 'lump-sum-correction',
  orderKey: 'correctionId',
  input: lumpSumCorrectionInput,
  result: lumpSumCorrectionResult,
  firstStatus: 'correcting',
  alsoWrong: sizeProblems,
  identity: (input) => {
    const records = input.records.map((record) => recordIdentity(record));
    records.sort();
    return JSON.stringify(['lumpSumCorrection', input.profile, input.correctionId, records, terms(input)]);
  },
  listed: ({ records, requestedBy }) => ({ size: records.length, requestedBy }),
});
