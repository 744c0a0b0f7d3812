import type { Answer } from '../answer.ts';
import type { Api } from '../apis.ts';
import { numberFrom, type Json, type JsonObject } from '../json.ts';
import { normal, shortest, sum, toFen } from '../money.ts';
import type { Settings } from '../settings.ts';
import type { BookedLine, Booking, FundAccount } from '../state.ts';
import type { World } from '../world.ts';
import { accountOf } from './accounts.ts';
import { business } from './envelope.ts';

/** Yuan → the JSON number of the configured unit: `100`, `99.5`, or fen. */
export function wireAmount(yuan: string, unit: Settings['allinpay']['amountUnit']): Json {
  return numberFrom(unit === 'yuan' ? shortest(yuan) : toFen(yuan));
}

/** The members by which every answer describes an account. */
export function wireAccount(account: FundAccount, answerBy: Settings['allinpay']['answerBy']): JsonObject {
  const { accountUserId, externalCode, platform } = account;
  return {
    accountUserId: numberFrom(accountUserId),
    accountSetNo: 100001,
    referenceType: platform ? 11 : 49,
    referenceId: platform ? 1001 : null,
    externalCode: answerBy === 'both' ? externalCode : undefined,
    accountName: platform ? '平台账户' : `账户${accountUserId}`,
  };
}

const wireStatus = {
  pending: { withdrawStatus: 1, withdrawStatusDesc: '提现中' },
  settled: { withdrawStatus: 2, withdrawStatusDesc: '交易成功' },
} as const;

/** 实际到账金额: what arrives; of a failed line, which has no fee, what was asked. */
function wireLine(world: World, booking: Booking, line: BookedLine): JsonObject {
  const { amountUnit, answerBy } = world.settings.allinpay;
  const account = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  return {
    ...wireAccount(account, answerBy),
    withdrawTId: numberFrom(line.withdrawTId),
    withdrawAmount: wireAmount(line.status === 'failed' ? line.amount : line.arrived, amountUnit),
    fee: wireAmount(line.fee, amountUnit),
    summary: booking.summary,
    ...(line.status === 'failed'
      ? { withdrawStatus: 3, withdrawStatusDesc: line.reason }
      : wireStatus[line.status]),
  };
}

function twistLine(world: World, api: Api, booking: Booking, line: BookedLine, isFirst: boolean): JsonObject {
  const { amountUnit, answerBy } = world.settings.allinpay;
  const { externalCode } = accountOf(world, { by: 'id', accountUserId: line.accountUserId });
  const subject = {
    orderId: booking.orderId,
    accounts: [line.account, line.accountUserId, ...(externalCode === undefined ? [] : [externalCode])],
  };
  const here = (rule: { account?: string | undefined }): boolean => isFirst || rule.account !== undefined;
  const amount = world.faults.twist('changedAmount', api, subject, here);
  const other = world.faults.twist('otherAccount', api, subject, here);
  const wire = wireLine(world, booking, line);
  const id = other && (other.accountUserId ?? String(BigInt(line.accountUserId) + 1n));
  const stranger =
    id !== undefined && wireAccount(accountOf(world, { by: 'id', accountUserId: id }), answerBy);
  return {
    ...wire,
    ...(stranger === false ? {} : stranger),
    ...(amount && {
      withdrawAmount: wireAmount(normal(amount.amount ?? sum(line.arrived, '1')), amountUnit),
    }),
  };
}

/** Everything booked under an order id. Booked twice, it shows both: hiding one would hide a double payment. */
export function orderAnswer(world: World, api: Api, orderId: string, bookings: readonly Booking[]): Answer {
  const lines = bookings.flatMap((booking) => booking.lines.map((line) => ({ booking, line })));
  const details = lines.map(({ booking, line }, place) => twistLine(world, api, booking, line, place === 0));
  const ordered = world.settings.allinpay.detailOrder === 'asked' ? details : details.toReversed();
  return business(0, '成功', { orderId, details: ordered });
}
