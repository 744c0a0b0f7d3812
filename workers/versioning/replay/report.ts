import type { Replayed } from './replayHistories.ts';

const outcomes = [
  'ok',
  'notBegun',
  'broken',
  'unknownType',
  'unreadable',
] as const satisfies readonly Replayed['outcome'][];

export type Counts = Readonly<Record<Replayed['outcome'], number>>;

export const noCounts: Counts = { ok: 0, notBegun: 0, broken: 0, unknownType: 0, unreadable: 0 };

export function counted(counts: Counts, { outcome }: Replayed): Counts {
  return { ...counts, [outcome]: counts[outcome] + 1 };
}

/** Whether every history that was found replays, and there was one: a check of nothing must not pass for one. */
export function isSound(counts: Counts): boolean {
  return counts.ok > 0 && counts.broken + counts.unknownType + counts.unreadable === 0;
}

const words: Readonly<Record<Replayed['outcome'], string>> = {
  ok: 'ok      ',
  notBegun: 'not yet ',
  broken: 'BROKEN  ',
  unknownType: 'UNKNOWN ',
  unreadable: 'UNREAD  ',
};

/** One line, and where it broke a second one that says how. */
export function lineOf(replayed: Replayed): string {
  const { outcome, from, workflowId, runId, events } = replayed;
  const named = workflowId === undefined || workflowId === from ? from : `${from} (${workflowId})`;
  const run = runId === undefined ? '' : ` run ${runId}`;
  const size = events === undefined || events === 0 ? '' : `, ${events} events`;
  const why = whyNot(replayed);
  return `${words[outcome]}${named}${run}${size}${why === undefined ? '' : `\n          ${why}`}`;
}

function whyNot(replayed: Replayed): string | undefined {
  switch (replayed.outcome) {
    case 'ok':
      return undefined;
    case 'notBegun':
      return 'no worker has taken it yet';
    case 'broken':
      return replayed.eventId === undefined
        ? replayed.message
        : `at event ${replayed.eventId}: ${replayed.message}`;
    case 'unknownType':
      return `${replayed.workflowType ?? 'a workflow without a type'} is no workflow type of this package`;
    case 'unreadable':
      return replayed.message;
  }
}

const summaries: Readonly<Record<Replayed['outcome'], string>> = {
  ok: 'replayed as they were',
  notBegun: 'not begun',
  broken: 'BROKEN',
  unknownType: 'of an unknown type',
  unreadable: 'could not be read',
};

export function summaryOf(counts: Counts): string {
  const told = outcomes.filter((outcome) => counts[outcome] > 0);
  if (told.length === 0) return 'No history was found: nothing was checked.';
  return `${told.map((outcome) => `${counts[outcome]} ${summaries[outcome]}`).join(', ')}.`;
}
