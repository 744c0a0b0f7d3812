import { workflowIdOf } from '../../../contract/workflowId.ts';
import type { World } from '../engine/world.ts';
import type { LumpSumBook, WireRecord } from '../providers/lumpSumBook.ts';
import type { Case } from './case.ts';
import { oddText } from './oddTexts.ts';

/** As long as a remark may be: two records of it are too large for the calls to take along. */
const LONG_REMARK = '长'.repeat(3000);

/** A correction of some records, right and wrong ones mixed. */
export function correctionCase(world: World, book: LumpSumBook, number: number): Case {
  const { random } = world;
  const correctionId = `C-${number}`;
  const count = random.weighted([
    [4, 1],
    [3, 2],
    [2, 4],
  ]);
  const long = count > 1 && random.chance(300) ? { remark: LONG_REMARK } : {};
  const records = Array.from({ length: count }, (_, at) => ({
    ...correctionOf(world, book, `L${number}-${at}`),
    ...long,
  }));
  const isNameless = random.chance(20);
  // A text may hold anything but half a pair, which no UTF-8 has.
  const invalid = isNameless || records.some(({ remark = '' }) => /\p{Cs}/u.test(remark));
  const input = {
    correctionId,
    records: isNameless ? [...records, { id: '' }] : records,
    ...(random.chance(60) ? { send: 'never' } : {}),
    ...(random.chance(120) ? { approval: 'required', requestedBy: 'alice' } : {}),
  };
  const workflowId = workflowIdOf('lumpSumCorrection', 'default', correctionId);
  return { flow: 'lumpSumCorrection', workflowId, orderId: correctionId, input, invalid, accepted: [] };
}

interface Correction {
  readonly remark?: string | undefined;
  readonly [member: string]: unknown;
}

function correctionOf(world: World, book: LumpSumBook, id: string): Correction {
  const { random } = world;
  const record = book.create(id);
  const stale = random.chance(80) ? { expectedModifyTime: '2020-01-01 00:00:00' } : {};
  const fresh = random.chance(300) ? { expectedModifyTime: record.modify_time } : {};
  const correction = random.weighted<() => Correction>([
    [4, () => amounts(record)],
    [3, () => ({ id, remark: random.chance(60) ? oddText(world, 'input') : 'corrected' })],
    [3, () => withOneMore(record)],
    [1, () => ({ id, remark: record.remark })],
    [1, () => ({ id: `${id}-unknown`, remark: 'corrected' })],
    [1, () => ({ id, totalAmount: '77.00' })],
  ])();
  return { ...correction, ...fresh, ...stale };
}

function amounts({ id, details }: WireRecord): Correction {
  const [first, second] = details;
  return {
    id,
    totalAmount: '130.00',
    details: [{ id: first?.id, issuanceAmount: '90.00' }, { id: second?.id }],
  };
}

function withOneMore({ id, details }: WireRecord): Correction {
  return {
    id,
    totalAmount: '125.00',
    issuanceFrequency: 3,
    allowDetailChanges: true,
    details: [
      ...details.map((detail) => ({ id: detail.id })),
      {
        issuanceAmount: '25.00',
        issuanceStatus: 'to_be_issued',
        issuanceWay: 'with_salary',
        issuanceTime: '2026-09-20',
        belongTime: '2026-09-01',
      },
    ],
  };
}
