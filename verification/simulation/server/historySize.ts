import proto from '@temporalio/proto';
import type { Command, Job } from './proto.ts';

const { WorkflowActivationJob } = proto.coresdk.workflow_activation;
const { WorkflowCommand } = proto.coresdk.workflow_commands;

/** How much a history holds. */
export interface Size {
  readonly events: number;
  readonly bytes: number;
}

/** Scheduled, started, completed: what every workflow task writes, whatever it does. */
const TASK: Size = { events: 3, bytes: 640 };
/** What an event has beside its own: number, time, type, which worker. */
const EVENT_BYTES = 120;
/** The start of an activity holds the failure of the try before. */
const START_BYTES = 500;

/**
 * Adds up what a server would write down of one run. The events are counted exactly; of their bytes what the flow says is
 * exact, and what the server adds is taken a little higher than a real one has it (verification/e2e/largeOrder.test.ts).
 */
export class HistorySize {
  #events = 0;
  #bytes = 0;

  get size(): Size {
    return { events: this.#events, bytes: this.#bytes };
  }

  /** One workflow task: what was new for it, and what it decided. */
  add(jobs: readonly Job[], commands: readonly Command[]): void {
    this.#events += TASK.events;
    this.#bytes += TASK.bytes;
    for (const job of jobs) this.#add(eventsOf(job), WorkflowActivationJob.encode(job).finish().length);
    for (const command of commands) this.#add(1, WorkflowCommand.encode(command).finish().length);
  }

  #add(events: number, bytes: number): void {
    this.#events += events;
    this.#bytes += bytes + events * EVENT_BYTES + (events > 1 ? START_BYTES : 0);
  }
}

/** An update is written down by the commands that answer it; a call cut off before a worker took it never started. */
function eventsOf({ resolveActivity, doUpdate }: Job): number {
  if (doUpdate) return 0;
  if (!resolveActivity) return 1;
  return resolveActivity.result?.cancelled ? 1 : 2;
}
