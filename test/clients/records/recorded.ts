import { readFileSync } from 'node:fs';
import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { currentVersion, historyFile } from '../../../verification/replay/corpus.ts';

const known = new Map<string, History>();

/** A history as a real server kept it: `allinpayWithdrawal/settled`. */
export function recorded(name: `${string}/${string}`): History {
  const [flow = '', path = ''] = name.split('/');
  const read =
    known.get(name) ??
    historyFromJSON(JSON.parse(readFileSync(historyFile(currentVersion(), flow, path), 'utf8')));
  known.set(name, read);
  return read;
}

type HistoryEvent = NonNullable<History['events']>[number];

/** The same with another last event. */
export function endedBy(history: History, last: HistoryEvent): History {
  const events = history.events ?? [];
  return { events: [...events.slice(0, -1), { eventTime: events.at(-1)!.eventTime!, ...last }] };
}
