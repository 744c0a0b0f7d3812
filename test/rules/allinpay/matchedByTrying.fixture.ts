import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import { sum } from '../../../contract/money.ts';
import type { OrderLine } from '../../../rules/allinpay/orderLine.ts';

// The rule once more, written without the code under test: every assignment is made and looked at.

type Place = number | undefined;

/** Accounts of the generated orders: the id 7 and the code C7 are one, and the platform is the account 1. */
interface Named {
  readonly id?: number | undefined;
  readonly code?: number | undefined;
  readonly platform?: boolean | undefined;
}

const ofLine = ({ accountUserId, externalCode, referenceType }: OrderLine): Named => ({
  id: accountUserId === undefined ? undefined : Number(accountUserId),
  code: externalCode === undefined ? undefined : Number(externalCode.slice(1)),
  platform: referenceType === undefined ? undefined : referenceType === '11',
});

const ofDetail = (detail: AllinpayDetail): Named => {
  if ('externalCode' in detail) return { code: Number(detail.externalCode.slice(1)) };
  return 'accountUserId' in detail ? { id: detail.accountUserId } : { platform: true };
};

const shares = (one: Named, other: Named): boolean =>
  (one.id !== undefined && one.id === other.id) ||
  (one.code !== undefined && one.code === other.code) ||
  (one.platform === true && other.platform === true);
const differs = (one: Named, other: Named): boolean =>
  (['id', 'code', 'platform'] as const).some(
    (name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name],
  );

/** What the lines say of the account of these names: nothing, where they say two things of it. */
function withNamesOfLines(said: Named, lines: readonly OrderLine[]): Named {
  const same = lines.map(ofLine).filter((line) => shares(line, said));
  if ([said, ...same].some((one) => same.some((other) => differs(one, other)))) return said;
  return same.reduce(
    (all, { id, code, platform }) => ({
      id: all.id ?? id,
      code: all.code ?? code,
      platform: all.platform ?? platform,
    }),
    said,
  );
}

function fitsAmount({ arrived, fee, status }: OrderLine, { amount }: AllinpayDetail): boolean {
  if (arrived === undefined) return true;
  if (arrived === '0.00' && status !== 'settled') return true;
  return arrived === amount || sum([arrived, fee ?? '0']) === amount;
}

export function matchedByTrying(details: readonly AllinpayDetail[], lines: readonly OrderLine[]) {
  const names = details.map((detail) => withNamesOfLines(ofDetail(detail), lines));
  const namesOf = new Map(lines.map((line) => [line, withNamesOfLines(ofLine(line), lines)]));
  const may = (line: OrderLine, place: number): boolean => {
    const detail = details[place]!;
    const learnt = details.flatMap(({ withdrawTId }, at) =>
      withdrawTId !== undefined && withdrawTId === line.withdrawTId ? [at] : [],
    );
    const byNumber =
      learnt.length > 0
        ? learnt.includes(place)
        : detail.withdrawTId === undefined || line.withdrawTId === undefined;
    return byNumber && fitsAmount(line, detail) && !differs(namesOf.get(line)!, names[place]!);
  };
  const isNamed = (line: OrderLine, place: number): boolean =>
    shares(namesOf.get(line)!, names[place]!) && !differs(namesOf.get(line)!, names[place]!);
  const followed = (line: OrderLine): boolean =>
    details.some(({ withdrawTId }) => withdrawTId !== undefined && withdrawTId === line.withdrawTId);
  const surely = (line: OrderLine, place: number): boolean => {
    if (!may(line, place)) return false;
    return followed(line) || isNamed(line, place) || !details.some((_, other) => isNamed(line, other));
  };
  const sure = assignments(details, lines, surely);
  const all = sure.length > 0 ? sure : assignments(details, lines, may);
  if (all.length === 0) return 'conflict';
  return details.map((detail, place) => {
    const places = new Set(all.map((assigned) => assigned.indexOf(place)));
    return saidByAll(
      detail,
      [...places].map((at) => lines[at]),
    );
  });
}

/** For each line its detail; none is left over, and no detail has two. */
function assignments(
  details: readonly AllinpayDetail[],
  lines: readonly OrderLine[],
  may: (line: OrderLine, place: number) => boolean,
): Place[][] {
  let all: Place[][] = [[]];
  for (const line of lines) {
    all = all.flatMap((assigned) =>
      details.flatMap((_, place) =>
        !assigned.includes(place) && may(line, place) ? [[...assigned, place]] : [],
      ),
    );
  }
  return all;
}

function saidByAll(detail: AllinpayDetail, lines: readonly (OrderLine | undefined)[]) {
  const agreed = <Value>(of: (line: OrderLine | undefined) => Value): Value | undefined => {
    const values = new Set(lines.map(of));
    return values.size === 1 ? of(lines[0]) : undefined;
  };
  const status = agreed((line) => line?.status ?? 'pending') ?? 'untold';
  const settled = status === 'settled';
  const [only, ...others] = lines;
  const reason = status === 'failed' ? (agreed((line) => line?.statusText) ?? false) : status === 'untold';
  return {
    status: status === 'untold' ? 'pending' : status,
    arrived: settled ? agreed((line) => line?.arrived) : undefined,
    fee: settled ? agreed((line) => line?.fee) : undefined,
    withdrawTId: (others.length === 0 ? only?.withdrawTId : undefined) ?? detail.withdrawTId,
    reason,
  };
}
