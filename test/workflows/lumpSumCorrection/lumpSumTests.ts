import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type {
  CorrectedRecord,
  LumpSumCorrectionInput,
  LumpSumCorrectionResult,
} from '../../../contract/flows/lumpSumCorrection.ts';
import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { Ledger } from '../../../sandbox/ledger.ts';
import { LumpSumSeed, type WireRecord } from '../../harness/lumpSumSeed.ts';
import { endOf, eventTypes, TestRun, WORKFLOW_TASK_FAILED, type Ended } from '../../harness/testRun.ts';
import {
  startTimeSkippingWorld,
  type TimeSkippingWorld,
  type WorldOptions,
} from '../../harness/timeSkippingWorld.ts';

/** A correction of one record. */
export type RecordInput = LumpSumCorrectionInput['records'][number];

/** One correction under test. */
export class Correction extends TestRun<LumpSumCorrectionResult> {
  readonly correctionId: string;

  constructor(world: TimeSkippingWorld, correctionId: string, handle: WorkflowHandle) {
    super(world, handle);
    this.correctionId = correctionId;
  }

  /** What became of one record, by its result. */
  async outcomeOf(id: string): Promise<CorrectedRecord | undefined> {
    const { records } = await this.result();
    return records.find((record) => record.id === id);
  }
}

/** One world for the tests of a file, and what they start in it. */
export interface LumpSumTests {
  readonly world: TimeSkippingWorld;
  readonly seed: LumpSumSeed;
  start(records: readonly RecordInput[], more?: Partial<LumpSumCorrectionInput>): Promise<Correction>;
  /** how a start with any input at all is refused */
  refused(input: unknown, workflowId: string, options?: object): Promise<Ended<LumpSumCorrectionResult>>;
  /** how often a record was changed at Feishu since its creation */
  corrections(id: string): Ledger['effects'];
  /** how many calls of batch_update named the record */
  sends(id: string): number;
}

/** Every history of the file is looked through in the end: not one workflow task may have failed. */
export function lumpSumTests(options: WorldOptions = {}): LumpSumTests {
  let world: TimeSkippingWorld | undefined;
  let seed: LumpSumSeed | undefined;
  let count = 0;
  const started: WorkflowHandle[] = [];
  const running = (): TimeSkippingWorld => {
    if (world === undefined) throw new Error('there is no world before the tests');
    return world;
  };
  beforeAll(async () => {
    world = await startTimeSkippingWorld(options);
    seed = new LumpSumSeed(world.sandbox);
  }, 120_000);
  afterEach(async () => {
    running().sandbox.setFaults([]);
    for (const handle of started.splice(0)) {
      expect(await eventTypes(handle)).not.toContain(WORKFLOW_TASK_FAILED);
    }
  });
  afterAll(async () => {
    await world?.stop();
  });
  return {
    get world() {
      return running();
    },
    get seed() {
      if (seed === undefined) throw new Error('there is no seed before the tests');
      return seed;
    },
    async start(records, more = {}) {
      count += 1;
      const correctionId = more.correctionId ?? `C-${count}`;
      const workflowId = workflowIdOf('lumpSumCorrection', more.profile ?? 'default', correctionId);
      const input = { correctionId, records, ...more };
      const handle = await running().start('lumpSumCorrection', workflowId, input);
      started.push(handle);
      return new Correction(running(), correctionId, handle);
    },
    async refused(input, workflowId, start = {}) {
      const { workflow } = running().environment.client;
      await running().start('lumpSumCorrection', workflowId, input, start);
      const { runId } = await workflow.getHandle(workflowId).describe();
      const handle = workflow.getHandle(workflowId, runId, { followRuns: false });
      started.push(handle);
      return endOf(handle);
    },
    corrections: (id) =>
      running()
        .sandbox.ledger()
        .effects.filter((effect) => effect.kind === 'feishu.lumpSumCorrected' && effect.orderId === id),
    sends: (id) =>
      running()
        .sandbox.ledger()
        .calls.filter((call) => call.api === 'feishu.lumpSumUpdate' && (call.recordIds ?? []).includes(id))
        .length,
  };
}

/** Both details of a seeded record with new amounts: the first takes the change of the total. */
export function withTotal(record: WireRecord, totalAmount: string, firstAmount: string): RecordInput {
  const [first, ...others] = record.details;
  if (first === undefined) throw new Error('a record without details');
  return {
    id: record.id,
    totalAmount,
    details: [{ id: first.id, issuanceAmount: firstAmount }, ...others.map(({ id }) => ({ id }))],
  };
}
