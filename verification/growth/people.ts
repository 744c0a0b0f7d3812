import type { AllinpayWithdrawalResult } from '../../contract/flows/allinpayWithdrawal.ts';
import type { Timeline } from '../simulation/engine/timeline.ts';
import type { Run } from '../simulation/server/run.ts';

/** A robot asks once a minute, whatever it hears; somebody takes the provider's order over when that is offered. */
export type Person = 'asksOnceAMinute' | 'adopts';

const MINUTE = 60_000;

/** Has people act on a run. @returns how many updates were accepted so far */
export function actAs(people: readonly Person[], run: Run, timeline: Timeline): () => number {
  let accepted = 0;
  const say = (name: string, argument: object, heard: (refused: string | undefined) => void): void => {
    run.update(name, argument, `u-${name}-${timeline.now}`, (end) => {
      if (end.kind === 'accepted') accepted += 1;
      heard(end.kind === 'refused' ? end.message : undefined);
    });
  };
  /** What is refused costs no event, as on a real server: the minutes up to when it may be taken are left out. */
  const ask = (): void => {
    if (!run.isOpen) return;
    say('pollNow', { by: 'a robot' }, (refused) => {
      const from = /again from (\S+) on/.exec(refused ?? '')?.[1];
      timeline.at(from === undefined ? timeline.now + MINUTE : Date.parse(from), ask);
    });
  };
  const look = async (): Promise<void> => {
    if (!run.isOpen) return;
    const { attention } = (await run.snapshot()) as AllinpayWithdrawalResult;
    if (attention?.decisions.includes('adopt') === true) {
      say('resolve', { decision: 'adopt', by: 'ann', note: 'asked the provider' }, () => undefined);
    } else timeline.in(10 * MINUTE, look);
  };
  if (people.includes('asksOnceAMinute')) timeline.in(MINUTE, ask);
  if (people.includes('adopts')) timeline.in(10 * MINUTE, look);
  return () => accepted;
}
