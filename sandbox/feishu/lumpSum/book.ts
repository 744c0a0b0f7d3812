import type { World } from '../../world.ts';
import type { LumpSum } from './stored.ts';

/** 19 digits, beyond what a JS number holds, and told apart by their last digits alone. */
const firstRecordId = 7397033607132351532n;
const firstDetailId = 7495133551102200876n;

/** An id that no record has had. */
export function newRecordId(world: World): string {
  const { lumpSums } = world.state.feishu;
  lumpSums.recordsMade += 1;
  return String(firstRecordId + BigInt(lumpSums.recordsMade - 1));
}

/** An id that no detail has had. */
export function newDetailId(world: World): string {
  const { lumpSums } = world.state.feishu;
  lumpSums.detailsMade += 1;
  return String(firstDetailId + BigInt(lumpSums.detailsMade - 1));
}

/** The record as it is now. */
export function current(world: World, id: string): LumpSum | null {
  return world.state.feishu.lumpSums.holdings.get(id)?.now ?? null;
}

/** The record as a query shows it: by `readLagMs` as it was a while ago, null where it was not there. */
export function shown(world: World, id: string): LumpSum | null {
  const holding = world.state.feishu.lumpSums.holdings.get(id);
  if (holding === undefined) return null;
  const at = world.clock() - world.settings.feishu.lumpSum.readLagMs;
  const earlier = holding.earlier.find(({ until }) => until > at);
  return earlier === undefined ? holding.now : earlier.was;
}

/** Puts a record in the place of what was there; null removes it. */
export function put(world: World, id: string, record: LumpSum | null): void {
  const { holdings } = world.state.feishu.lumpSums;
  const { readLagMs } = world.settings.feishu.lumpSum;
  const now = world.clock();
  const was = holdings.get(id) ?? { now: null, earlier: [] };
  const earlier = [...was.earlier, { until: now, was: was.now }].filter(
    ({ until }) => until > now - readLagMs,
  );
  holdings.set(id, Object.freeze({ now: record, earlier }));
  world.changed();
}

/** When a record that is changed now was modified. By default never the second in which it was before. */
export function modificationTime(world: World, record: LumpSum): number {
  const now = world.clock();
  const { modifyTime } = world.settings.feishu.lumpSum;
  return modifyTime === 'clock' ? now : Math.max(now, record.modifiedAt + 1000);
}
