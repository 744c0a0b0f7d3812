import type { NewEffect } from '../../ledger.ts';
import { detailMembers, recordMembers, type Values } from './members.ts';
import type { LumpSum } from './stored.ts';

type Correction = Extract<NewEffect, { kind: 'feishu.lumpSumCorrected' }>;
type Change = Correction['changes'][number];

const longestText = 200;

/** Whether two sets of values are the same text by text. */
export function sameValues<Member extends string>(
  members: readonly Member[],
  before: Values<Member>,
  after: Values<Member>,
): boolean {
  return members.every((member) => before[member] === after[member]);
}

function between<Member extends string>(
  members: readonly Member[],
  before: Values<Member>,
  after: Values<Member>,
  detailId?: string,
): Change[] {
  return members
    .filter((member) => before[member] !== after[member])
    .map((field) => ({
      ...(detailId === undefined ? {} : { detailId }),
      field,
      before: before[field]?.slice(0, longestText) ?? null,
      after: after[field]?.slice(0, longestText) ?? null,
    }));
}

/** The ledger's line about a correction: every member that is another, every detail that came or went. */
export function correctionOf(before: LumpSum, after: LumpSum): Correction {
  const known = new Map(before.details.map((detail) => [detail.id, detail]));
  const left = new Set(after.details.map(({ id }) => id));
  return {
    kind: 'feishu.lumpSumCorrected',
    orderId: after.id,
    account: after.user.id,
    changes: [
      ...between(recordMembers, before.values, after.values),
      ...after.details.flatMap(({ id, values }) => {
        const was = known.get(id);
        return was ? between(detailMembers, was.values, values, id) : [];
      }),
    ],
    added: after.details.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    dropped: before.details.filter(({ id }) => !left.has(id)).map(({ id }) => id),
  };
}
