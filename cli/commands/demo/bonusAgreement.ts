import type { Effect, EffectOf, Ledger } from '../../../sandbox/index.ts';
import type { BonusLine } from './bonuses.ts';

/**
 * Compares what the corrections say of each record, change by change, with what the stand-in has on its books.
 * @returns every difference in words; empty when the two agree
 */
export function bonusDisagreements(lines: readonly BonusLine[], { effects }: Ledger): string[] {
  const corrections = effects.filter(isCorrection);
  const known = new Set(lines.map(({ recordId }) => recordId));
  return [
    ...lines.flatMap((line) =>
      differences(
        line,
        corrections.filter(({ orderId }) => orderId === line.recordId),
      ),
    ),
    ...corrections
      .filter(({ orderId }) => !known.has(orderId))
      .map(({ orderId }) => `record ${orderId}: corrected, and nobody asked for it`),
  ];
}

type Corrected = EffectOf<'feishu.lumpSumCorrected'>;

function isCorrection(effect: Effect): effect is Corrected {
  return effect.kind === 'feishu.lumpSumCorrected';
}

function differences({ uniqueId, outcome, changes }: BonusLine, done: readonly Corrected[]): string[] {
  const times = outcome === 'corrected' ? 1 : 0;
  if (done.length !== times) {
    return [`${uniqueId}: ${outcome} by the correction, corrected ${done.length} times by the ledger`];
  }
  const ours = new Set(
    outcome === 'corrected' ? changes.map(({ field, after }) => `${field} = ${after ?? ''}`) : [],
  );
  const theirs = new Set(done.flatMap(changesOf));
  return [
    ...[...ours].filter((change) => !theirs.has(change)).map((change) => `${uniqueId}: ${change} only here`),
    ...[...theirs]
      .filter((change) => !ours.has(change))
      .map((change) => `${uniqueId}: ${change} only in the ledger`),
  ];
}

/** In our words: `details[ID].issuanceAmount = 100.00`. */
function changesOf({ changes }: Corrected): string[] {
  return changes.map(({ detailId, field, after }) => {
    const name = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return `${detailId === undefined ? name : `details[${detailId}].${name}`} = ${after ?? ''}`;
  });
}
