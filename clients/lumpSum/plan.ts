import {
  showsBelongTime,
  type CorrectionRecord,
  type LumpSumCorrectionInput,
  type LumpSumRecord,
} from '../../contract/index.ts';
import { judgeCorrection, type Judgement } from '../../rules/lumpSum/judge.ts';
import { concurrently } from '../concurrently.ts';
import type { PayoutsClient } from '../payoutsClient.ts';
import { recordsOf } from './pages.ts';
import type { RecordLine } from './recordLine.ts';

/** Reads at the same time: the provider's limit is kept by the workers, so more would only wait there. */
const READS_AT_ONCE = 4;
const IDS_MAX = 500;

/**
 * What corrections would come to now, record by record: read from Feishu, judged as a worker judges them, and nothing
 * sent. Somebody may change a record, and Feishu may refuse it (a paid one), between a plan and a run.
 * @param onRead is told how many records have been judged
 * @throws PayoutFailedError IncompleteQueryError: without all records there is no plan
 */
export async function planCorrections(
  client: Pick<PayoutsClient, 'lumpSumPages'>,
  corrections: readonly LumpSumCorrectionInput[],
  onRead: (records: number) => void = () => undefined,
): Promise<RecordLine[]> {
  let judged = 0;
  const parts = await concurrently(corrections, READS_AT_ONCE, async (correction) => {
    const records = await readRecords(client, correction);
    const lines = planCorrection(correction, records);
    judged += lines.length;
    onRead(judged);
    return lines;
  });
  return parts.flat();
}

/**
 * @param records those of the correction that Feishu shows, read together: by all of them is told whether belong_time
 * may be seen
 */
export function planCorrection(
  { correctionId, records: corrections }: LumpSumCorrectionInput,
  records: readonly LumpSumRecord[],
): RecordLine[] {
  const known = new Map(records.map((record) => [record.id, record]));
  const seesBelongTime = showsBelongTime(records);
  return corrections.map((correction) =>
    lineOf(correctionId, correction, judgeCorrection(correction, known.get(correction.id), seesBelongTime)),
  );
}

function lineOf(correctionId: string, { id }: CorrectionRecord, judgement: Judgement): RecordLine {
  const about = { correctionId, recordId: id };
  switch (judgement.kind) {
    case 'send':
      return {
        ...about,
        outcome: 'toChange',
        changes: judgement.changes,
        problems: [],
        note: judgement.changesDetails ? 'adds or drops details' : undefined,
      };
    case 'unchanged':
      return { ...about, outcome: 'unchanged', changes: [], problems: [] };
    case 'stale':
    case 'rejected':
      return {
        ...about,
        outcome: judgement.kind,
        changes: judgement.changes,
        problems: judgement.problems,
      };
  }
}

async function readRecords(
  client: Pick<PayoutsClient, 'lumpSumPages'>,
  { profile, records }: LumpSumCorrectionInput,
): Promise<LumpSumRecord[]> {
  const found: LumpSumRecord[] = [];
  const filters = { ids: records.map(({ id }) => id) };
  const query = { filters, pageSize: IDS_MAX, ...(profile === undefined ? {} : { profile }) };
  for await (const record of recordsOf(client.lumpSumPages(query))) found.push(record);
  return found;
}
