import { z } from 'zod';
import { recordChange, type RecordChange } from '../../contract/flows/lumpSumCorrection.ts';

/** What was known of a record when it was sent. Digests of its canonical text: small enough to carry along. */
export interface SentMark {
  readonly id: string;
  /** digest of the record as it was */
  readonly before: string;
  /** digest of the record as it was sent */
  readonly wanted: string;
  /** a detail was added or dropped */
  readonly changesDetails: boolean;
  /** belong_time could be read, and is in the digests */
  readonly seesBelongTime: boolean;
}

/** What a try leaves in its heartbeat of a record that it is about to send. */
export interface LeftMark extends SentMark {
  /** as a result tells them; none from a worker that did not leave them yet */
  readonly changes: readonly RecordChange[];
}

const marksSchema = z.array(
  z.object({
    id: z.string(),
    before: z.string(),
    wanted: z.string(),
    changesDetails: z.boolean(),
    seesBelongTime: z.boolean(),
    changes: z.array(recordChange).default([]),
  }),
);

/** Reads the marks that a try left in its heartbeat; null when it left none that can be read. */
export function readMarks(left: unknown): readonly LeftMark[] | null {
  return marksSchema.safeParse(left).data ?? null;
}
