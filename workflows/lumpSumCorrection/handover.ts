import type {
  HandedOver,
  PackedReadBack,
  PackedSent,
  ReadBackHandedOver,
  ReadBackRecord,
  SentRecord,
} from '../../activities/feishu/lumpSum/index.ts';
import type { CorrectionRecord, RecordChange } from '../../contract/flows/lumpSumCorrection.ts';
import { digestOfPart, isLargePart } from '../../rules/largeParts.ts';
import { ungrouped } from '../../rules/lumpSum/grouped.ts';
import { readMarks, type LeftMark, type SentMark } from '../../rules/lumpSum/marks.ts';
import { packMarks, readPackedSending, unpackSending } from '../../rules/lumpSum/packedMarks.ts';
import { Places } from '../../rules/lumpSum/places.ts';
import type { Standing } from '../../rules/lumpSum/standing.ts';

/** A record that may have been sent. */
export interface MaybeSent {
  readonly correction: CorrectionRecord;
  readonly mark?: SentMark | undefined;
}

/** Where a record stands now. */
export interface ReadNow {
  readonly standing: Standing;
  /** what is still to change for it to be as wanted, where that is not known already */
  readonly changes?: readonly RecordChange[];
}

interface Large {
  readonly places: Places;
  readonly ofInput: string;
}

/**
 * What calls are told of the records of one correction, and what they say of them. Small ones go along as they are. A
 * large one stands in the first event of its history, and nowhere else: calls name its records by their places.
 */
export class Handover {
  readonly #large: Large | undefined;
  readonly #known: (id: string) => LeftMark | undefined;
  /** digests of what is still to change, as calls told it */
  readonly #told = new Map<string, string>();

  /** @param known what an earlier call left of a record */
  constructor(records: readonly CorrectionRecord[], known: (id: string) => LeftMark | undefined) {
    this.#known = known;
    if (isLargePart(records)) this.#large = { places: new Places(records), ofInput: digestOfPart(records) };
  }

  /** Digest of the records of a large correction. */
  get ofInput(): string | undefined {
    return this.#large?.ofInput;
  }

  /** For a call that sends. */
  toSend(records: readonly CorrectionRecord[], marks: readonly SentMark[]): HandedOver {
    if (this.#large === undefined) return { records, marks };
    const { places, ofInput } = this.#large;
    return { records: { ofInput, open: places.write(records) }, marks: packMarks(places, marks) };
  }

  /** What a call left on record before it sent; null where it left nothing that can be read. */
  left(left: unknown): readonly LeftMark[] | null {
    if (this.#large === undefined) return readMarks(left);
    const packed = readPackedSending(left);
    try {
      return packed && unpackSending(this.#large.places, packed, this.#known);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** What a call says of what it sent. */
  sent(sent: readonly SentRecord[] | PackedSent): readonly SentRecord[] {
    if (!('again' in sent)) return sent;
    const { places } = this.#ofLarge();
    const verdicts = ungrouped(places, sent.verdicts);
    return unpackSending(places, sent, this.#known).map(({ changes, ...mark }) => ({
      mark,
      changes,
      problems: [],
      verdict: verdicts.get(mark.id) ?? { kind: 'unknown' },
    }));
  }

  /** For a call that reads back. @param asks whether it is to tell what is still to change, too */
  toReadBack(records: readonly MaybeSent[], asks: 'standing' | 'changes'): ReadBackHandedOver {
    if (this.#large === undefined) {
      return {
        records: records.map(({ correction, mark }) => ({
          correction,
          ...(mark === undefined ? {} : { mark }),
        })),
      };
    }
    const { places, ofInput } = this.#large;
    const open = places.write(records.map(({ correction }) => correction));
    const marks = records.flatMap(({ mark }) => mark ?? []);
    return asks === 'standing'
      ? { records: { ofInput, open }, marks: packMarks(places, marks) }
      : {
          records: { ofInput, open },
          // Who looks again looks for what has become as wanted: a record as before and any other are the same to them.
          marks: packMarks(places, marks, 'wanted'),
          told: Object.fromEntries(this.#told),
        };
  }

  /** What a call says of what it read back, by id. */
  readBack(answer: readonly ReadBackRecord[] | PackedReadBack): ReadonlyMap<string, ReadNow> {
    if (!('standings' in answer)) return new Map(answer.map((record) => [record.id, record]));
    const { places } = this.#ofLarge();
    const changes = new Map<string, readonly RecordChange[]>();
    for (const { neighbourhood, digest, at, changes: told } of answer.toChange) {
      this.#told.set(neighbourhood, digest);
      places.read(at).forEach((id, index) => changes.set(id, told[index] ?? []));
    }
    return new Map(
      [...ungrouped(places, answer.standings)].map(([id, standing]) => {
        const toChange = changes.get(id);
        return [id, { standing, ...(toChange === undefined ? {} : { changes: toChange }) }];
      }),
    );
  }

  #ofLarge(): Large {
    if (this.#large === undefined) throw new RangeError('a small correction is not told of by places');
    return this.#large;
  }
}
