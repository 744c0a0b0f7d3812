import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../../contract/jsonBytes.ts';
import { historySize } from '../../test/harness/historySize.ts';
import { DEADLINE_MS, until } from '../../test/harness/until.ts';
import {
  lumpSumTests,
  type Correction,
  type RecordInput,
} from '../../test/workflows/lumpSumCorrection/lumpSumTests.ts';

/** `GROWTH=full`: the whole of it, for docs/evidence/growth-corrections.md; takes some twenty minutes. */
const isFull = process.env['GROWTH'] === 'full';
const HANG = isFull ? 3_600_000 : DEADLINE_MS;

const tests = lumpSumTests({ timeoutMs: 10_000 });

const COUNT = 500;
/** Just what an input may have. */
const RECORD_BYTES = 1040;

interface Size {
  readonly events: number;
  readonly bytes: number;
}

/** Of one run: half of what the server would warn of. */
const LIMIT: Size = { events: 10_000, bytes: 20_000_000 };

function expectSmall(what: string, size: Size): void {
  console.log(`${what}: ${size.events} events, ${(size.bytes / 1e6).toFixed(2)} MB`);
  expect(size.events).toBeLessThan(LIMIT.events);
  expect(size.bytes).toBeLessThan(LIMIT.bytes);
}

/** Does a thing so often as is measured, and tells what it comes to after so many times as are claimed. */
async function growth(
  run: Correction,
  claimed: number,
  measured: number,
  once: () => Promise<void>,
): Promise<Size> {
  const times = isFull ? claimed : measured;
  // The first time may tell what later ones need not.
  await once();
  const before = await historySize(run.handle);
  for (let time = 1; time < times; time += 1) await once();
  const after = await historySize(run.handle);
  const share = (claimed - 1) / (times - 1);
  return {
    events: before.events + Math.ceil((after.events - before.events) * share),
    bytes: before.bytes + Math.ceil((after.bytes - before.bytes) * share),
  };
}

async function startLarge(
  more: (id: string, detail: string) => Partial<RecordInput> = () => ({}),
): Promise<Correction> {
  const records = await tests.seed.create(COUNT);
  const asked = records.map(({ id, details }) => {
    const record = { id, remark: '', ...more(id, details[0]!.id) };
    return { ...record, remark: '长'.repeat((RECORD_BYTES - jsonBytes(record)) / 3) };
  });
  expect(jsonBytes(asked)).toBeGreaterThan(510_000);
  return tests.start(asked);
}

/** Lets a provider be away: only the first days can cost anything, since nothing but retries of one call comes after. */
async function awayForAYear(run: Correction, reason: string): Promise<Size> {
  await run.untilAttention(reason, '30m');
  const before = await historySize(run.handle);
  const steps = isFull ? 365 : 1;
  for (let day = 0; day < steps; day += 1) await tests.world.environment.sleep('1d');
  const after = await historySize(run.handle);
  expect(after).toEqual(before);
  return after;
}

const sends = (): number =>
  tests.world.sandbox.ledger().calls.filter(({ api }) => api === 'feishu.lumpSumUpdate').length;

describe('a correction of 500 records and 500 KB stays under 10,000 events and 20 MB', () => {
  it(
    'with Feishu away for a year before it is sent',
    async () => {
      const records = startLarge();
      tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumQuery', skip: 1, fault: 'dropBefore' }]);
      const run = await records;
      expectSmall('away for a year before the send', await awayForAYear(run, 'providerDown'));
      tests.world.sandbox.setFaults([]);
      expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    },
    HANG,
  );

  it(
    'with Feishu away for a year after it was sent',
    async () => {
      const records = startLarge();
      tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumQuery', skip: 2, fault: 'dropBefore' }]);
      const run = await records;
      expectSmall('away for a year after the send', await awayForAYear(run, 'providerDown'));
      tests.world.sandbox.setFaults([]);
      expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    },
    HANG,
  );

  it(
    'with a send that does not leave 100 times, and 100 times more by a person',
    async () => {
      tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'rateLimit', resetSeconds: 1 }]);
      const run = await startLarge();
      const before = sends();
      const size = await growth(run, 200, 5, () => triedAgain(run));
      expectSmall('200 sends that did not leave', size);
      if (isFull) expect(sends() - before).toBeGreaterThanOrEqual(200);
      tests.world.sandbox.setFaults([]);
      await release(run);
      expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    },
    HANG,
  );

  it(
    'with an answer that is lost 100 times, and 50 times more by a person',
    async () => {
      tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropBefore' }]);
      const run = await startLarge();
      expectSmall('150 sends whose answer was lost', await growth(run, 150, 4, () => triedAgain(run)));
      tests.world.sandbox.setFaults([]);
      await release(run);
      expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    },
    HANG,
  );

  it(
    'with 500 doubts that are looked at again 300 times, one of them mended each time',
    async () => {
      tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropBefore', times: 1 }]);
      const run = await startLarge((_id, detail) => ({
        totalAmount: '60.00',
        issuanceFrequency: 1,
        details: [{ id: detail }],
        allowDetailChanges: true,
      }));
      let { offer } = await run.untilAttention('conflict');
      const ids = (await run.shown()).records.map(({ id }) => id);
      let mended = 0;
      const size = await growth(run, 300, 6, async () => {
        const [record] = await tests.seed.show([ids[mended] ?? '']);
        mended += 1;
        await tests.seed.change(record!, { remark: `${mended}` });
        await run.say('resolve', { decision: 'recheck', by: 'robot' });
        ({ offer } = await run.offerAfter(offer));
      });
      expectSmall('300 rechecks', size);
      await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
      expect(await run.result()).toMatchObject({ counts: { conflict: COUNT } });
    },
    HANG,
  );
});

/** Lets time pass until it has been tried once more; a person says so where it waits for one. */
async function triedAgain(run: Correction): Promise<void> {
  const before = sends();
  await until(
    'it is tried again',
    async () => {
      if (sends() > before) return true;
      await release(run);
      await tests.world.environment.sleep('10m');
      return sends() > before;
    },
    HANG,
  );
}

async function release(run: Correction): Promise<void> {
  const { attention } = await run.shown();
  if (attention?.message.includes('it was not sent') !== true || attention.decisions.length === 0) return;
  await run.say('resolve', { decision: 'retry', by: 'bob' });
}
