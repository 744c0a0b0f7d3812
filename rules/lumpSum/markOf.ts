import { createHash } from 'node:crypto';
import type { CorrectionRecord } from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../contract/lumpSumRecord.ts';
import type { SentMark } from './marks.ts';
import type { WantedRecord } from './overlay.ts';
import { canonicalText } from './standing.ts';

/** SHA-256 in base64url. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

interface Sending {
  readonly correction: CorrectionRecord;
  readonly record: LumpSumRecord;
  readonly wanted: WantedRecord;
  readonly changesDetails: boolean;
}

/** What must be known of a record later to tell whether the send reached it. */
export function markOf(
  { correction, record, wanted, changesDetails }: Sending,
  seesBelongTime: boolean,
): SentMark {
  return {
    id: record.id,
    before: digest(canonicalText(correction, record, seesBelongTime)),
    wanted: digest(canonicalText(correction, wanted, seesBelongTime)),
    changesDetails,
    seesBelongTime,
  };
}
