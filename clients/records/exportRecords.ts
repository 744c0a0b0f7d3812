import { parseWorkflowId, type PayoutRecord } from '../../contract/index.ts';
import { ExportFile, type Mended } from './exportFile.ts';
import type { PayoutRecords } from './payoutRecords.ts';
import { Tally } from './tally.ts';

/** What an export came to: whether the file holds all that closed, and, apart from that, whether its figures agree. */
export interface ExportReport {
  /** runs of the window that the server counts */
  readonly counted: number;
  readonly written: number;
  /** records of the window that the file held before */
  readonly thereBefore: number;
  /** of those, runs that the server knows no more */
  readonly forgotten: number;
  readonly mended: Mended | undefined;
  /** of all records of the window that the file holds now */
  readonly counts: Tally['counts'];
  readonly allinpay: Tally['allinpay'];
  /** runs whose figures do not add up, in words; the first few */
  readonly disagreeing: readonly string[];
  /** runs without a record */
  readonly unreadable: number;
  /** why the file is not known to hold all that closed in the window, in words; the first few of the runs */
  readonly missing: readonly string[];
  /** nothing is missing */
  readonly isComplete: boolean;
}

/** Runs that are named; of a server that went away there would be thousands. */
const NAMED = 20;

export interface ExportOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Adds to a file the records of a window that it does not hold yet. Stopped at any moment and run again it goes on; run
 * again after its end it adds nothing.
 * @throws ForeignFileError
 */
export async function exportRecords(
  path: string,
  records: PayoutRecords,
  { onProgress }: ExportOptions = {},
): Promise<ExportReport> {
  const tally = new Tally();
  const known = new Set(records.runs.map(({ runId }) => runId));
  const held = new Set<string>();
  let thereBefore = 0;
  let forgotten = 0;
  const { file, mended } = await ExportFile.open(path, (record) => {
    const { runId } = record;
    if (held.has(runId)) return;
    held.add(runId);
    if (!known.has(runId) && !isIn(record, records)) return;
    thereBefore += 1;
    if (!known.has(runId)) forgotten += 1;
    tally.add(record);
  });
  const missing = records.missing;
  let written = 0;
  let unreadable = 0;
  try {
    for await (const read of records.read({ except: held })) {
      if (read.kind === 'record') {
        await file.append(read.record);
        tally.add(read.record);
        written += 1;
      } else {
        unreadable += 1;
        if (unreadable <= NAMED)
          missing.push(`${read.run.workflowId} (run ${read.run.runId}): ${read.message}`);
      }
      onProgress?.(thereBefore + written, records.counted);
    }
  } finally {
    await file.close();
  }
  if (unreadable > NAMED) missing.push(`and ${unreadable - NAMED} runs more`);
  return {
    counted: records.counted,
    written,
    thereBefore,
    forgotten,
    mended,
    counts: tally.counts,
    allinpay: tally.allinpay,
    disagreeing: tally.disagreeing,
    unreadable,
    missing,
    isComplete: missing.length === 0,
  };
}

/** Whether a record that the server does not list any more belongs to the window: its profile stands in the workflow id. */
function isIn({ workflowId, closedAt }: PayoutRecord, { window }: PayoutRecords): boolean {
  if (closedAt < window.closedFrom || closedAt >= window.closedTo) return false;
  return window.profile === undefined || parseWorkflowId(workflowId)?.profile === window.profile;
}
