import {
  agrees,
  AllinpaySums,
  type AllinpayTotals,
  type Figures,
} from '../../clients/results/allinpaySums.ts';
import {
  allinpayResultOf,
  orderIdOf,
  referralResultOf,
  resultOf,
  type Outcome,
  type ReportedPayout,
} from '../../clients/results/outcome.ts';
import { sum } from '../../contract/index.ts';
import { cashText } from './cashText.ts';
import { counted, table } from './text.ts';
import { whatToType } from './whatToType.ts';

/** What is told of a payout by its outcome alone, whoever asked for it. */
type WithOutcome = Pick<ReportedPayout, 'outcome'>;

export function sumsOf(payouts: readonly WithOutcome[]): AllinpayTotals {
  const sums = new AllinpaySums();
  payouts.forEach(({ outcome }) => {
    sums.add(allinpayResultOf(outcome));
  });
  return sums.totals;
}

export function sumsLine(sums: AllinpayTotals): string {
  const { asked, toPay, adoptedOrders, fee, payouts, withoutFigures } = sums;
  const wanted =
    adoptedOrders === 0
      ? `asked ${asked}`
      : `asked ${asked}, with ${counted(adoptedOrders, 'adopted order')} ${toPay}`;
  const others = withoutFigures === 0 ? '' : ` · ${withoutFigures} without figures, not in the sums`;
  return `${counted(payouts, 'payout')} · ${equation(wanted, sums, sums.agrees)} · fee ${fee}${others}`;
}

/** The money of one payout; beside what was asked for stands the order of the provider that took its place. */
export function moneyText(figures: Figures): string {
  const { asked, adopted, fee } = figures;
  const wanted = adopted === undefined ? `asked ${asked}` : `asked ${asked}, adopted ${adopted}`;
  return `${equation(wanted, figures, agrees(figures))} · fee ${fee}`;
}

type Parts = Pick<Figures, 'settled' | 'failed' | 'pending'>;

function equation(wanted: string, { settled, failed, pending }: Parts, holds: boolean): string {
  return holds
    ? `${wanted} = settled ${settled} + failed ${failed} + pending ${pending} CNY`
    : `THE SUMS DO NOT AGREE: ${wanted}, settled ${settled}, failed ${failed}, pending ${pending} CNY`;
}

/** @returns the word for a table's status column. */
export function statusOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'completed':
      return outcome.result.status;
    case 'failed':
      return outcome.result?.status ?? outcome.type;
    case 'needsPerson':
    case 'open':
      return outcome.status;
    case 'interrupted':
      return outcome.lostAs;
    case 'unseen':
      return 'not seen';
    case 'notStarted':
      return 'not started';
  }
}

/** @returns why, in few words; empty when the status says it all. */
export function noteOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'completed':
      return [...failedDetails(outcome), ...(outcome.attached ? ['was there before'] : [])].join('; ');
    case 'failed':
      return `${outcome.type}: ${outcome.message}`;
    case 'needsPerson':
      return waitsFor(outcome);
    case 'open':
      return 'goes on by itself';
    case 'interrupted':
      return 'ended from outside; start it again to learn how to go on';
    case 'unseen':
      return outcome.message;
    case 'notStarted':
      return outcome.message;
  }
}

function failedDetails(outcome: Outcome): string[] {
  const details = allinpayResultOf(outcome)?.details ?? [];
  const failed = details.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [];
  const reasons = [...new Set(failed.flatMap(({ reason }) => reason ?? []))];
  return [`${failed.length} of ${counted(details.length, 'detail')} failed: ${reasons.join(', ')}`];
}

function waitsFor(outcome: Extract<Outcome, { kind: 'needsPerson' }>): string {
  const attention = outcome.result?.attention ?? null;
  if (attention !== null) return `needs a person (${attention.reason}): ${attention.message}`;
  if (outcome.status === 'awaitingApproval') return 'needs a person: approval';
  if (outcome.status === 'crediting') return 'needs confirmCredit: what was credited';
  return `needs a person: payouts show ${outcome.workflowId}`;
}

const NONE = '-';

/** One row a payout: order, status, asked, settled, failed, pending, fee (yuan), note. */
export function allinpayRows(payouts: readonly ReportedPayout[]): string[][] {
  return payouts.map(({ request, outcome }) => {
    const money = allinpayResultOf(outcome);
    const figures = [money?.asked, money?.settled, money?.failed, money?.pending, money?.fee];
    return [
      orderIdOf(request),
      statusOf(outcome),
      ...figures.map((figure) => figure ?? NONE),
      noteOf(outcome),
    ];
  });
}

export function allinpayTable(payouts: readonly ReportedPayout[]): string {
  const columns = ['order', 'status', 'asked', 'settled', 'failed', 'pending', 'fee', 'note'];
  return table(columns, allinpayRows(payouts));
}

/** One row a payout: order, status, points and cash withdrawn, credited, reconciliation, note. */
export function referralRows(payouts: readonly ReportedPayout[]): string[][] {
  return payouts.map(({ request, outcome }) => {
    const result = referralResultOf(outcome);
    const { withdrawn, credited, reconciliation } = result ?? {};
    return [
      orderIdOf(request),
      statusOf(outcome),
      withdrawn === undefined ? NONE : String(withdrawn.points),
      withdrawn === undefined ? NONE : cashText(withdrawn.cash),
      credited ? `${credited.points} pt, ${cashText(credited.cash)}` : NONE,
      reconciliation?.status ?? NONE,
      noteOf(outcome),
    ];
  });
}

export function referralTable(payouts: readonly ReportedPayout[]): string {
  const columns = ['order', 'status', 'points', 'cash', 'credited', 'reconciliation', 'note'];
  return table(columns, referralRows(payouts));
}

export function referralLine(payouts: readonly ReportedPayout[]): string {
  const results = payouts.flatMap(({ outcome }) => referralResultOf(outcome)?.withdrawn ?? []);
  const points = results.reduce((total, withdrawn) => total + withdrawn.points, 0);
  const cash = results.flatMap((withdrawn) => withdrawn.cash);
  const currencies = [...new Set(cash.map(({ currency }) => currency))].sort();
  const sums = currencies.map((currency) => ({
    currency,
    amount: sum(cash.filter((one) => one.currency === currency).map(({ amount }) => amount)),
  }));
  return `${counted(payouts.length, 'payout')} · withdrawn ${counted(points, 'point')}, cash ${cashText(sums)}`;
}

/** Blocks on a terminal: a batch that nobody has approved would fill screens with one answer. */
const BLOCKS_MAX = 20;

/** What needs a person and the commands that help, one block a payout; empty when nobody is needed. */
export function needsPersonText(payouts: readonly WithOutcome[]): string {
  const blocks = payouts.flatMap(({ outcome }) => {
    if (outcome.kind !== 'needsPerson') return [];
    const commands = whatToType(outcome.workflowId, outcome.status, resultOf(outcome));
    const shown = commands.length > 0 ? commands : [`payouts show ${outcome.workflowId}`];
    return [
      `${outcome.workflowId}: ${statusOf(outcome)}\n${shown.map((command) => `    ${command}`).join('\n')}`,
    ];
  });
  if (blocks.length === 0) return '';
  const more = blocks.length - BLOCKS_MAX;
  const rest = more > 0 ? [`and ${counted(more, 'more payout')}, all by --json`] : [];
  return ['Needs a person:', ...blocks.slice(0, BLOCKS_MAX), ...rest].join('\n');
}

/** What `--json` prints of a run whose records or figures stand beside it: how it stands, and what to type. */
export function runDocument(outcome: Outcome): object {
  const { kind, workflowId } = outcome;
  return {
    workflowId,
    kind,
    status: statusOf(outcome),
    note: noteOf(outcome),
    ...(outcome.kind === 'needsPerson'
      ? { commands: whatToType(workflowId, outcome.status, outcome.result) }
      : {}),
  };
}
