import type { PayoutRequest } from '../../clients/index.ts';
import { LumpSumSeed, type WireRecord } from '../../test/harness/lumpSumSeed.ts';
import type { RealWorld } from '../../test/harness/realWorld.ts';
import { randomOf, type Random } from './random.ts';

export const BATCH = 'load';

const head = { batchId: BATCH, requestedBy: 'load' };

/**
 * Payouts of all three flows as a day might bring them, a fifth of each kind ending badly: half Allinpay orders of one to
 * three details (some accounts refuse the money), four tenths referral withdrawals credited to the wallet (some accounts
 * are closed), a tenth corrections of two bonuses (some name a record that is not there). Makes at the providers what
 * they need. The same seed makes the same payouts, but for the ids that the providers give.
 */
export async function makePayouts(
  world: RealWorld,
  count: number,
  seed: number,
): Promise<readonly PayoutRequest[]> {
  const random = randomOf(seed);
  const indexes = Array.from({ length: count }, (_, index) => index);
  const corrections = indexes.filter((index) => index % 10 === 9);
  const records = await createRecords(new LumpSumSeed(world.sandbox), corrections.length * 2);
  const refusing: string[] = [];
  const requests: PayoutRequest[] = [];
  for (const index of indexes) {
    const id = `L-${String(index).padStart(5, '0')}`;
    const goesWrong = Math.floor(index / 10) % 5 === 0;
    if (index % 10 === 9) requests.push(aCorrection(id, records.splice(0, 2), goesWrong));
    else if (index % 10 < 5) requests.push(anOrder(id, random, goesWrong, refusing));
    else requests.push(await aReferral(world, id, random, goesWrong));
  }
  await refuseMoney(world, refusing);
  return requests;
}

const CREATED_AT_ONCE = 100;

async function createRecords(seed: LumpSumSeed, count: number): Promise<WireRecord[]> {
  const records: WireRecord[] = [];
  while (records.length < count) {
    records.push(...(await seed.create(Math.min(CREATED_AT_ONCE, count - records.length))));
  }
  return records;
}

function anOrder(orderId: string, random: Random, goesWrong: boolean, refusing: string[]): PayoutRequest {
  const details = Array.from({ length: random.between(1, 3) }, (_, place) => ({
    externalCode: `S-${orderId}-${place}`,
    amount: `${random.between(1, 5000)}.${String(random.between(0, 99)).padStart(2, '0')}`,
  }));
  if (goesWrong) refusing.push(details[0]?.externalCode ?? '');
  return { flow: 'allinpayWithdrawal', input: { ...head, orderId, details } };
}

async function aReferral(
  world: RealWorld,
  externalOrderId: string,
  random: Random,
  goesWrong: boolean,
): Promise<PayoutRequest> {
  const referralAccountId = await world.feishu.account({ points: random.between(1, 900) });
  if (goesWrong) await world.feishu.deactivate(referralAccountId);
  return {
    flow: 'referralWithdrawal',
    input: { ...head, externalOrderId, referralAccountId, bonusTypes: ['point'], credit: 'webhook' },
  };
}

function aCorrection(
  correctionId: string,
  [first, second]: readonly WireRecord[],
  goesWrong: boolean,
): PayoutRequest {
  if (first === undefined || second === undefined) throw new Error('there are too few records');
  const [raised, kept] = second.details;
  const records = [
    { id: first.id, remark: `corrected by ${correctionId}` },
    {
      id: goesWrong ? `missing-${correctionId}` : second.id,
      totalAmount: '110.00',
      details: [{ id: raised?.id ?? '', issuanceAmount: '70.00' }, { id: kept?.id ?? '' }],
    },
  ];
  return { flow: 'lumpSumCorrection', input: { ...head, correctionId, records } };
}

async function refuseMoney({ sandbox }: RealWorld, externalCodes: readonly string[]): Promise<void> {
  const changes = externalCodes.map((externalCode) => ({ externalCode, settle: 'failed' }));
  const response = await fetch(`${sandbox.url}/sandbox/allinpay/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(changes),
  });
  if (!response.ok) throw new Error(await response.text());
}
