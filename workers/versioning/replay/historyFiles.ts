import { readFile } from 'node:fs/promises';
import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import type { Found } from './replayHistories.ts';

/** Histories from files as `temporal workflow show --output json` and the UI write them. */
export async function* historiesOfFiles(files: readonly string[]): AsyncGenerator<Found> {
  for (const file of files) {
    try {
      const history = historyOf(JSON.parse(await readFile(file, 'utf8')));
      yield { from: file, kind: 'history', workflowId: workflowIdOf(history), history };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      yield { from: file, kind: 'unreadable', message };
    }
  }
}

/** The UI has written the bare list of events, the CLI an object that holds it. */
function historyOf(json: unknown): History {
  return historyFromJSON(Array.isArray(json) ? { events: json } : json);
}

/** @throws where the history does not say it: a payout checks its id, so another one would make it another run */
function workflowIdOf(history: History): string {
  const id = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
  if (id === '') throw new Error('its first event does not say the workflow id');
  return id;
}
