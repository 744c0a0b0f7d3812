import type { CorrectionRecord, RecordChange } from '../../../contract/flows/lumpSumCorrection.ts';
import { ANSWER_BYTES_MAX, bounded } from '../../../rules/lumpSum/bounded.ts';
import { grouped, type Group } from '../../../rules/lumpSum/grouped.ts';
import { digest } from '../../../rules/lumpSum/markOf.ts';
import type { SentMark } from '../../../rules/lumpSum/marks.ts';
import { unpackMarks, type PackedMarks } from '../../../rules/lumpSum/packedMarks.ts';
import { Places } from '../../../rules/lumpSum/places.ts';
import type { Standing } from '../../../rules/lumpSum/standing.ts';
import type { RecordsOfInput } from './recordsOfInput.ts';

/** What the workflow hands over of records that are to be read back. */
export type ReadBackHandedOver = { readonly records: readonly ReadBackAsked[] } | ReadBackLarge;

export interface ReadBackAsked {
  readonly correction: CorrectionRecord;
  readonly mark?: SentMark;
}

/** Of a large correction, in few bytes. */
export interface ReadBackLarge {
  readonly records: RecordsOfInput;
  readonly marks: PackedMarks;
  /**
   * The digests of what the workflow knows is still to change, by neighbourhood: only what differs is told. Left out, no
   * changes are asked for.
   */
  readonly told?: Readonly<Record<string, string>>;
}

/** Where one record stands now. */
export interface ReadBackRecord {
  readonly id: string;
  readonly standing: Standing;
  /** what is still to change for it to be as wanted */
  readonly changes: readonly RecordChange[];
  readonly problems: readonly [];
}

/** Where records of a large correction stand now. */
export interface PackedReadBack {
  readonly standings: readonly Group<Standing>[];
  readonly toChange: readonly ToChange[];
}

/** What is still to change of the records of one neighbourhood that are not as wanted. */
export interface ToChange {
  readonly neighbourhood: string;
  readonly digest: string;
  readonly at: string;
  readonly changes: readonly (readonly RecordChange[])[];
}

export interface OpenedReadBack {
  readonly asked: readonly ReadBackAsked[];
  readonly tell: (records: readonly ReadBackRecord[]) => readonly ReadBackRecord[] | PackedReadBack;
}

export function openReadBackLarge(
  { records, marks, told }: ReadBackLarge,
  all: readonly CorrectionRecord[],
): OpenedReadBack {
  const places = new Places(all);
  const ids = new Set(places.read(records.open));
  const markOf = new Map(unpackMarks(places, marks).map((mark) => [mark.id, mark]));
  return {
    asked: all
      .filter(({ id }) => ids.has(id))
      .map((correction) => {
        const mark = markOf.get(correction.id);
        return { correction, ...(mark === undefined ? {} : { mark }) };
      }),
    tell: (read) => ({
      standings: grouped(places, read, ({ standing }) => standing),
      toChange: told === undefined ? [] : toChange(places, read, told, all.length),
    }),
  };
}

/** So many neighbours of the input are told of together: one digest for each record would fill the history by itself. */
const NEIGHBOURS = 16;

function toChange(
  places: Places,
  read: readonly ReadBackRecord[],
  told: Readonly<Record<string, string>>,
  count: number,
): ToChange[] {
  const neighbourhoods = new Map<string, ReadBackRecord[]>();
  for (const record of places.sorted(read)) {
    if (record.standing === 'wanted') continue;
    const neighbourhood = String(Math.floor(places.of(record) / NEIGHBOURS));
    neighbourhoods.set(neighbourhood, [...(neighbourhoods.get(neighbourhood) ?? []), record]);
  }
  return [...neighbourhoods].flatMap(([neighbourhood, records]) => {
    const now = digest(JSON.stringify(records.map(({ id, changes }) => [id, changes])));
    if (told[neighbourhood] === now) return [];
    // Each record has its share of an answer, so that whatever is told at different times fits into one result.
    const bytesMax = (ANSWER_BYTES_MAX * records.length) / count;
    const cut = bounded(
      records.map(({ changes }) => ({ changes, problems: [] })),
      bytesMax,
    );
    return [
      { neighbourhood, digest: now, at: places.write(records), changes: cut.map(({ changes }) => changes) },
    ];
  });
}
