import { join } from 'node:path';
import {
  linesOf,
  runPayouts,
  type PayoutsClient,
  type RecordLine,
  type ReportedPayout,
} from '../../../clients/index.ts';
import { splitCorrections } from '../../../clients/lumpSum/split.ts';
import type { LumpSumRecord } from '../../../contract/index.ts';
import type { Sandbox } from '../../../sandbox/index.ts';
import { readCorrectionFile } from '../../files/lumpSum/correctionFile.ts';
import { readBonusEdits, writeEdited } from './bonusEdits.ts';
import { BONUS_ITEM, CHANGED_MEANWHILE, PAID, seededBonuses } from './bonusScene.ts';
import { changeBeside, payOut, seedBonuses } from './seedBonuses.ts';

/** A corrected bonus, under the name that the company gave it. */
export type BonusLine = RecordLine & { readonly uniqueId: string };

export interface BonusRun {
  readonly lines: readonly BonusLine[];
  readonly corrections: readonly ReportedPayout[];
}

export interface BonusOptions {
  readonly payouts: PayoutsClient;
  readonly sandbox: Sandbox;
  readonly profile: string;
  /** where the edited file is written */
  readonly folder: string;
  /** stops waiting */
  readonly signal: AbortSignal;
}

/**
 * Grants bonuses, reads them as `payouts lump-sum query` does, changes some as a person would in the file, and corrects
 * what the file says, as `payouts lump-sum correct` does.
 * @throws Error when the file is not as it is there to be
 */
export async function runBonuses(options: BonusOptions): Promise<BonusRun> {
  const { payouts, sandbox, profile, folder, signal } = options;
  await seedBonuses(sandbox, seededBonuses);
  const records = await bonusesOf(payouts, profile);
  const path = join(folder, 'lump-sum-2026-08.csv');
  await writeEdited(path, [...records.values()], await readBonusEdits());
  for (const record of records.values()) {
    if (record.uniqueId === PAID) await payOut(sandbox, record);
    if (record.uniqueId === CHANGED_MEANWHILE) await changeBeside(sandbox, record, '销售提成(已核)');
  }

  const file = await readCorrectionFile(path);
  if (file.problems.length > 0) throw new Error(`${path}: ${file.problems[0]?.message ?? ''}`);
  const corrections = splitCorrections(
    'lump-sum-2026-08',
    file.records.map(({ record }) => record),
    { profile, requestedBy: 'demo' },
  );
  const reported = await runPayouts(
    payouts,
    corrections.map((input) => ({ flow: 'lumpSumCorrection', input })),
    { signal },
  );
  return { corrections: reported, lines: reported.flatMap((payout) => linesOfBonuses(payout, records)) };
}

/** A page of five, so that the example has several. */
const PAGE = 5;

async function bonusesOf(payouts: PayoutsClient, profile: string): Promise<Map<string, LumpSumRecord>> {
  const records = new Map<string, LumpSumRecord>();
  const query = { profile, filters: { itemIds: [BONUS_ITEM] }, pageSize: PAGE };
  for await (const record of payouts.lumpSumRecords(query)) records.set(record.id, record);
  return records;
}

function linesOfBonuses(
  { request, outcome }: ReportedPayout,
  records: ReadonlyMap<string, LumpSumRecord>,
): BonusLine[] {
  if (request.flow !== 'lumpSumCorrection') return [];
  const { correctionId, records: asked } = request.input;
  return linesOf(
    correctionId,
    asked.map(({ id }) => id),
    outcome,
  ).map((line) => ({ ...line, uniqueId: records.get(line.recordId ?? '')?.uniqueId ?? '-' }));
}
