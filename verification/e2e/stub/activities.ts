import { activityInfo, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

export interface StubActivities {
  /** Takes a slot of its worker until released, as a process that stands still does. */
  hang(leaveWord: boolean): Promise<string>;
  /** Leaves three words in a row and fails; the next try tells what it was left. */
  leaveWords(): Promise<unknown>;
}

export class HangingActivities implements StubActivities {
  readonly tries: ReturnType<typeof activityInfo>[] = [];
  release: () => void = () => undefined;
  readonly #released = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  readonly hang = async (leaveWord: boolean): Promise<string> => {
    this.tries.push(activityInfo());
    if (leaveWord) heartbeat('sending');
    await this.#released;
    return 'done';
  };

  readonly leaveWords = (): Promise<unknown> => {
    const info = activityInfo();
    const left: unknown = info.heartbeatDetails;
    if (info.attempt > 1) return Promise.resolve(left);
    for (const word of ['first', 'second', 'last']) heartbeat(word);
    return Promise.reject(ApplicationFailure.create({ message: 'once more' }));
  };
}
