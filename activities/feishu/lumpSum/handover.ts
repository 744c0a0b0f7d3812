import type {
  CorrectionRecord,
  RecordChange,
  RecordProblem,
} from '../../../contract/flows/lumpSumCorrection.ts';
import { bounded } from '../../../rules/lumpSum/bounded.ts';
import { grouped, type Group } from '../../../rules/lumpSum/grouped.ts';
import type { LeftMark, SentMark } from '../../../rules/lumpSum/marks.ts';
import {
  packSending,
  unpackMarks,
  type PackedMarks,
  type PackedSending,
} from '../../../rules/lumpSum/packedMarks.ts';
import { Places } from '../../../rules/lumpSum/places.ts';
import type { Verdict } from '../../../rules/lumpSum/verdict.ts';
import type { ReadRecordsOfInput, RecordsOfInput } from './recordsOfInput.ts';

/** What the workflow hands over of records, and of earlier sends of theirs whose outcome nobody knows. */
export type HandedOver = HandedOverWhole | HandedOverLarge;

interface HandedOverWhole {
  readonly records: readonly CorrectionRecord[];
  readonly marks: readonly SentMark[];
}

/** Of a large correction, in few bytes. */
interface HandedOverLarge {
  readonly records: RecordsOfInput;
  readonly marks: PackedMarks;
}

/** A record that was sent, and what the answer says of it. */
export interface SentRecord {
  readonly mark: SentMark;
  readonly changes: readonly RecordChange[];
  readonly problems: readonly RecordProblem[];
  readonly verdict: Verdict;
}

/** Records of a large correction that were sent, and what the answer says of them. */
export type PackedSent = PackedSending & { readonly verdicts: readonly Group<Verdict>[] };

/** What was handed over, and how to tell the workflow of it. */
export interface Opened {
  readonly records: readonly CorrectionRecord[];
  readonly marks: readonly SentMark[];
  /** what a try leaves on record before it sends */
  readonly leave: (sending: readonly LeftMark[]) => unknown;
  /** what an answer says of what was sent */
  readonly tell: (sent: readonly SentRecord[]) => readonly SentRecord[] | PackedSent;
}

/** @throws ApplicationFailure `NotSent` where the records cannot be read */
export async function openHandedOver(handed: HandedOver, read: ReadRecordsOfInput): Promise<Opened> {
  if (isLarge(handed)) return openLarge(handed, await read(handed.records.ofInput));
  return {
    ...handed,
    leave: (sending) => bounded(sending.map((mark) => ({ ...mark, problems: [] }))),
    tell: (sent) => bounded(sent),
  };
}

function openLarge(
  { records: { open }, marks: packed }: HandedOverLarge,
  all: readonly CorrectionRecord[],
): Opened {
  const places = new Places(all);
  const ids = new Set(places.read(open));
  const marks = unpackMarks(places, packed);
  const known = new Map(marks.map((mark) => [mark.id, mark]));
  const leave = (sending: readonly LeftMark[]): PackedSending => {
    const isKnown = (mark: LeftMark): boolean => isSame(mark, known.get(mark.id));
    const fresh = sending.filter((mark) => !isKnown(mark));
    return packSending(
      places,
      sending.filter(isKnown),
      bounded(fresh.map((mark) => ({ ...mark, problems: [] }))),
    );
  };
  return {
    records: all.filter(({ id }) => ids.has(id)),
    marks,
    leave,
    tell: (sent) =>
      sent.length === 0
        ? []
        : {
            ...leave(sent.map(({ mark, changes }) => ({ ...mark, changes }))),
            verdicts: grouped(
              places,
              sent.map(({ mark: { id }, verdict }) => ({ id, verdict })),
              ({ verdict }) => verdict,
            ),
          },
  };
}

function isSame(mark: SentMark, known: SentMark | undefined): boolean {
  return (
    known?.before === mark.before &&
    known.wanted === mark.wanted &&
    known.changesDetails === mark.changesDetails &&
    known.seesBelongTime === mark.seesBelongTime
  );
}

export function isLarge(handed: HandedOver): handed is HandedOverLarge {
  return 'ofInput' in handed.records;
}
