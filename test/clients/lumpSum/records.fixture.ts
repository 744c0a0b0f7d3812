import type {
  CorrectedRecord,
  CorrectionOutcome,
  LumpSumCorrectionInput,
  LumpSumCorrectionResult,
  LumpSumQueryInput,
  LumpSumQueryResult,
  LumpSumRecord,
} from '../../../contract/index.ts';
import { countOutcomes, notShownIn } from '../../../contract/index.ts';

export const MODIFIED = '2026-08-01 09:00:00';

/** A record of two details that breaks no rule. */
export function recordOf(id: string, changes: Partial<LumpSumRecord> = {}): LumpSumRecord {
  const detail = {
    issuanceStatus: 'to_be_issued',
    issuanceWay: 'with_salary',
    issuanceTime: '2026-08-20',
    belongTime: '2026-08-01',
  };
  return {
    id,
    uniqueId: `u-${id}`,
    userId: `ou_${id}`,
    itemId: '7100000000000000001',
    totalAmount: '2000.00',
    currencyId: '6863329932261459464',
    issuanceFrequency: 2,
    remark: '一月奖金',
    modifyTime: MODIFIED,
    details: [
      { id: `${id}-1`, issuanceAmount: '1500.00', ...detail },
      { id: `${id}-2`, issuanceAmount: '500.00', ...detail },
    ],
    ...changes,
  };
}

export function correctionInput(changes: Partial<LumpSumCorrectionInput> = {}): LumpSumCorrectionInput {
  return { correctionId: 'aug-0001', batchId: 'aug', records: [{ id: '1', remark: '补发' }], ...changes };
}

export function corrected(id: string, outcome: CorrectionOutcome = 'corrected'): CorrectedRecord {
  const changes = [{ field: 'remark', before: '一月奖金', after: '补发' }];
  return { id, outcome, changes: outcome === 'unchanged' ? [] : changes, problems: [] };
}

export function correctionResult(
  records: readonly CorrectedRecord[] = [corrected('1')],
  changes: Partial<LumpSumCorrectionResult> = {},
): LumpSumCorrectionResult {
  return {
    flow: 'lumpSumCorrection',
    status: 'corrected',
    profile: 'default',
    batchId: 'aug',
    attention: null,
    waiting: null,
    correctionId: 'aug-0001',
    counts: countOutcomes(records),
    records,
    ...changes,
  };
}

/** Pages of what is there, as the flow answers: by ids, a few records a page. */
export function pageOf(
  known: readonly LumpSumRecord[],
  { filters = {}, pageToken }: LumpSumQueryInput,
  perPage = 2,
): LumpSumQueryResult {
  const matching = known.filter(({ id }) => filters.ids?.includes(id) ?? true);
  const from = Number(pageToken ?? 0);
  const records = matching.slice(from, from + perPage);
  const hasMore = from + perPage < matching.length;
  return {
    records,
    hasMore,
    ...(hasMore ? { pageToken: String(from + perPage) } : {}),
    notShown: notShownIn(records),
  };
}
