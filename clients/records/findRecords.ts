import { createReadStream } from 'node:fs';
import type { PayoutRecord } from '../../contract/index.ts';
import { ForeignFileError } from './exportFile.ts';
import { linesOf } from './lines.ts';
import { kindOf } from './recordLine.ts';

/** A record and the file that it was read from. */
export interface FoundRecord {
  readonly file: string;
  readonly record: PayoutRecord;
}

/**
 * Reads files of records for those of some workflow ids: each run once, the newest first.
 * @throws ForeignFileError where a line that speaks of one of the ids is no record
 */
export async function findRecords(
  files: readonly string[],
  workflowIds: readonly string[],
): Promise<FoundRecord[]> {
  const found = new Map<string, FoundRecord>();
  // Parsing is most of the work, and nearly every line is of another payout.
  const marks = workflowIds.map((id) => JSON.stringify(id));
  for (const file of files) {
    for await (const line of linesOf(createReadStream(file))) {
      if (!marks.some((mark) => line.text.includes(mark))) continue;
      const read = kindOf(line);
      if (read.kind === 'foreign') throw new ForeignFileError(file, line.number);
      if (read.kind === 'torn' || !workflowIds.includes(read.record.workflowId)) continue;
      found.set(read.record.runId, { file, record: read.record });
    }
  }
  return [...found.values()].sort((a, b) => (newer(a.record) < newer(b.record) ? 1 : -1));
}

function newer({ startedAt, runId }: PayoutRecord): string {
  return `${startedAt} ${runId}`;
}
