import fc from 'fast-check';
import { sumOfDecimals } from '../../../contract/decimal.ts';
import type { CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumDetail, LumpSumRecord } from '../../../contract/lumpSumRecord.ts';
import { layOver, type WantedRecord } from '../../../rules/lumpSum/overlay.ts';
import type { DetailValues } from '../../../rules/lumpSum/values.ts';
import { aDetail, aRecord, MODIFIED } from './fixtures.ts';

/** Few values, so that equal ones in other writings, swaps and collisions are common. */
const amount = fc.constantFrom('0', '10', '10.0', '40.00', '40', '60.00', '060');
const date = fc.constantFrom('2026-08-01', '2026-08-20', '2026-08-31');
const way = fc.constantFrom('with_salary', 'with_cash');

const changedDetail: fc.Arbitrary<DetailValues> = fc.record(
  { issuanceAmount: amount, issuanceWay: way, issuanceTime: date, belongTime: fc.constant('2026-08-01') },
  { requiredKeys: [] },
);
const newDetail: fc.Arbitrary<DetailValues> = fc.record({
  issuanceAmount: amount,
  issuanceStatus: fc.constant('to_be_issued'),
  issuanceWay: way,
  issuanceTime: date,
  belongTime: fc.constant('2026-08-01'),
});

/** A record of one to four details that Feishu would take as it is. */
export const someRecord: fc.Arbitrary<LumpSumRecord> = fc
  .record({
    details: fc.array(newDetail, { minLength: 1, maxLength: 4 }),
    remark: fc.constantFrom('', 'a', 'b'),
  })
  .map(({ details, remark }) => {
    const numbered = details.map((detail, at): LumpSumDetail => aDetail({ ...detail, id: `D${at + 1}` }));
    return aRecord({
      remark,
      details: numbered,
      issuanceFrequency: numbered.length,
      totalAmount: totalOf(numbered),
    });
  });

/** A record and a correction of it: right ones that keep, change, add, drop and reorder details, and wrong ones. */
export const someCase: fc.Arbitrary<{
  readonly record: LumpSumRecord;
  readonly correction: CorrectionRecord;
}> = someRecord.chain((record) =>
  fc
    .record({
      remark: fc.option(fc.constantFrom('', 'a', 'b'), { nil: undefined }),
      details: fc.option(detailsFor(record), { nil: undefined }),
      agrees: fc.integer({ min: 0, max: 3 }).map((dice) => dice > 0),
      allowDetailChanges: fc.boolean(),
      expectedModifyTime: fc.constantFrom(undefined, MODIFIED, '2026-01-01 00:00:00'),
    })
    .map(({ agrees, ...members }) => {
      const correction = { id: record.id, ...members };
      const { details } = layOver(correction, record).wanted;
      const agreed = { totalAmount: totalOf(details), issuanceFrequency: details.length };
      return { record, correction: agrees ? { ...correction, ...agreed } : correction };
    }),
);

function detailsFor(record: LumpSumRecord): fc.Arbitrary<DetailValues[]> {
  const kept = fc
    .subarray(
      record.details.map(({ id }) => id),
      { minLength: 0 },
    )
    .chain((ids) => fc.tuple(...ids.map((id) => changedDetail.map((detail) => ({ id, ...detail })))));
  const added = fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(newDetail, { maxLength: 2 }) },
  );
  return fc.tuple(kept, added).chain(([old, fresh]) => shuffled<DetailValues>([...old, ...fresh]));
}

/** The same things in any order. */
export function shuffled<T>(things: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...things], { minLength: things.length });
}

function totalOf(details: readonly DetailValues[]): string {
  return sumOfDecimals(details.map(({ issuanceAmount = '0' }) => issuanceAmount));
}

/** The record as Feishu shows it after it has taken what was sent: new details have ids, nothing else is new. */
export function taken(record: LumpSumRecord, wanted: WantedRecord): LumpSumRecord {
  const details = wanted.details.map((detail, at): LumpSumDetail => ({
    ...detail,
    id: detail.id ?? `N${at + 1}`,
  }));
  const { operationSource: _source, ...values } = wanted;
  return { ...record, ...values, details, modifyTime: '2026-08-02 00:00:00' };
}

/** The same record in another writing: other zeros, and nothing where there was empty text. */
export function rewritten(record: LumpSumRecord): LumpSumRecord {
  return {
    ...record,
    totalAmount: withOtherZeros(record.totalAmount),
    remark: record.remark === '' ? undefined : record.remark,
    details: record.details.map((detail) => ({
      ...detail,
      issuanceAmount: withOtherZeros(detail.issuanceAmount),
    })),
  };
}

function withOtherZeros(text: string | undefined): string | undefined {
  return text && (text.includes('.') ? `0${text}0` : `${text}.00`);
}
