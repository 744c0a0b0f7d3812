import { z } from 'zod';

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

const marksSchema = z.array(
  z.object({
    id: z.string(),
    before: z.string(),
    wanted: z.string(),
    changesDetails: z.boolean(),
    seesBelongTime: z.boolean(),
  }),
);

/** Reads the marks that a try left in its heartbeat; null when it left none that can be read. */
export function readMarks(left: unknown): readonly SentMark[] | null {
  return marksSchema.safeParse(left).data ?? null;
}
