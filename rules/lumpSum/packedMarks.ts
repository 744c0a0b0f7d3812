import { z } from 'zod';
import { recordChange } from '../../contract/flows/lumpSumCorrection.ts';
import { at } from '../at.ts';
import type { LeftMark, SentMark } from './marks.ts';
import type { Places } from './places.ts';

const digests = z.string();
const places = z.string();

const packedMarks = z.object({
  at: places,
  /** of the records at `at`, in that order, with a blank between */
  wanted: digests,
  /** of those of them that are not at `alike`; empty where nobody asks */
  before: digests,
  /** where `before` is `wanted` */
  alike: places,
  changesDetails: places,
  seesBelongTime: places,
});

const packedSending = z.object({
  /** sent by the marks that the workflow has, with the changes that it knows */
  again: places,
  fresh: packedMarks.extend({ changes: z.array(z.array(recordChange)) }),
});

/** Marks of records of a large correction: half as many bytes, and what no digest could be shortened to. */
export type PackedMarks = z.output<typeof packedMarks>;

/** What a call for a large correction is about to send, or has sent. */
export type PackedSending = z.output<typeof packedSending>;

/** @param of `wanted`: only what tells whether a record is as it was sent */
export function packMarks(inPlace: Places, unsorted: readonly SentMark[], of?: 'wanted'): PackedMarks {
  const marks = inPlace.sorted(unsorted);
  const isAlike = ({ before, wanted }: SentMark): boolean => before === wanted;
  return {
    at: inPlace.write(marks),
    wanted: marks.map(({ wanted }) => wanted).join(' '),
    before: of === 'wanted' ? '' : marks.flatMap((mark) => (isAlike(mark) ? [] : mark.before)).join(' '),
    alike: inPlace.write(marks.filter(isAlike)),
    changesDetails: inPlace.write(marks.filter(({ changesDetails }) => changesDetails)),
    seesBelongTime: inPlace.write(marks.filter(({ seesBelongTime }) => seesBelongTime)),
  };
}

/** In the order of the input; what was not asked for is empty. @throws RangeError where the parts do not fit together */
export function unpackMarks(inPlace: Places, packed: PackedMarks): SentMark[] {
  const ids = inPlace.read(packed.at);
  const wanteds = listed(packed.wanted, ids.length);
  const [alike, changesDetails, seesBelongTime] = [
    new Set(inPlace.read(packed.alike)),
    new Set(inPlace.read(packed.changesDetails)),
    new Set(inPlace.read(packed.seesBelongTime)),
  ];
  const different = ids.filter((id) => !alike.has(id));
  const befores = packed.before === '' ? [] : listed(packed.before, different.length);
  const before = new Map(different.map((id, place) => [id, befores[place] ?? '']));
  return ids.map((id, place) => {
    const wanted = at(wanteds, place);
    return {
      id,
      before: before.get(id) ?? wanted,
      wanted,
      changesDetails: changesDetails.has(id),
      seesBelongTime: seesBelongTime.has(id),
    };
  });
}

function listed(text: string, count: number): string[] {
  const list = text === '' ? [] : text.split(' ');
  if (list.length !== count) throw new RangeError(`${list.length} digests of ${count} records`);
  return list;
}

/** @param again records whose marks and changes the workflow has */
export function packSending(
  inPlace: Places,
  again: readonly { readonly id: string }[],
  unsorted: readonly LeftMark[],
): PackedSending {
  const fresh = inPlace.sorted(unsorted);
  return {
    again: inPlace.write(again),
    fresh: { ...packMarks(inPlace, fresh), changes: fresh.map(({ changes }) => [...changes]) },
  };
}

/**
 * In the order of the input.
 * @param known what the workflow has of a record
 * @throws RangeError where the parts do not fit together
 */
export function unpackSending(
  inPlace: Places,
  { again, fresh }: PackedSending,
  known: (id: string) => LeftMark | undefined,
): LeftMark[] {
  const marks = unpackMarks(inPlace, fresh);
  if (marks.length !== fresh.changes.length) throw new RangeError('not as many changes as marks');
  const repeated = inPlace.read(again).map((id) => {
    const mark = known(id);
    if (mark === undefined) throw new RangeError(`no mark of ${id} is known`);
    return mark;
  });
  return inPlace.sorted([
    ...repeated,
    ...marks.map((mark, place) => ({ ...mark, changes: at(fresh.changes, place) })),
  ]);
}

/** Reads what a try left in its heartbeat; null where it left nothing of the kind. */
export function readPackedSending(left: unknown): PackedSending | null {
  return packedSending.safeParse(left).data ?? null;
}
