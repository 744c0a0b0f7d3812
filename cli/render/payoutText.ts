import type { PayoutResult } from '../../clients/errors.ts';
import type { OutcomeDelivery } from '../../clients/follow/outcomeDeliveries.ts';
import type { PayoutOverview } from '../../clients/follow/overview.ts';
import type {
  AllinpayDetail,
  AllinpayWithdrawalResult,
  LumpSumCorrectionResult,
  ReferralWithdrawalResult,
} from '../../contract/index.ts';
import { attentionLines } from './attentionText.ts';
import { cashText } from './cashText.ts';
import { moneyText } from './outcomes.ts';
import { countsText, recordTable } from './recordLines.ts';
import { counted, printable, table } from './text.ts';
import { callText, waitsText } from './waitsText.ts';
import type { Choice } from './whatToType.ts';

/** All that is known of one payout. */
export interface PayoutView extends PayoutOverview {
  /** what became of telling the owner, event by event */
  readonly deliveries?: readonly OutcomeDelivery[];
}

function line(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name.padEnd(14)} ${printable(value)}`];
}

function headLines({ description, result, failure, unanswered, waits }: PayoutView): string[] {
  return [
    ...line('payout', description.workflowId),
    ...line(
      'status',
      `${result?.status ?? description.status ?? 'not seen by a worker yet'} (${description.execution})`,
    ),
    ...line('waits for', waits && (waitsText(waits) || undefined)),
    ...line('failed', failure?.message),
    ...line('not answered', unanswered && `${unanswered}; this is what the server knows by itself`),
    ...line('profile', result?.profile ?? description.profile),
    ...line('batch', result?.batchId ?? description.batchId),
    ...line('asked for by', result?.requestedBy),
    ...line('approved by', result?.approvedBy),
    ...line('started', description.startedAt),
    ...line('closed', description.closedAt),
    ...line('settle by', description.settleBy),
    ...line('run', description.runId),
  ];
}

function accountOf(detail: AllinpayDetail): string {
  if ('accountUserId' in detail) return String(detail.accountUserId);
  return 'externalCode' in detail ? detail.externalCode : 'platform';
}

function allinpayLines(result: AllinpayWithdrawalResult): string[] {
  const columns = ['account', 'amount', 'status', 'arrived', 'fee', 'serial', 'note'];
  const rows = result.details.map((detail) => [
    accountOf(detail),
    detail.amount,
    detail.status,
    detail.arrived ?? '-',
    detail.fee ?? '-',
    detail.withdrawTId ?? '-',
    [detail.reason, detail.statedBy && `stated by ${detail.statedBy}`].filter(Boolean).join('; '),
  ]);
  return [
    ...line('submitted', result.submittedAt),
    ...line('next poll', result.nextPollAt),
    ...line('adopted', result.adopted && `${result.adopted} CNY: the provider's order in place of ours`),
    ...line('money', moneyText(result)),
    table(columns, rows),
  ];
}

function referralLines(result: ReferralWithdrawalResult): string[] {
  const { withdrawn, credited, reconciliation: sides } = result;
  return [
    ...line('account', result.referralAccountId),
    ...line('withdrawn', withdrawn && `${withdrawn.points} points, cash ${cashText(withdrawn.cash)}`),
    ...line(
      'withdrawn at',
      result.withdrawnAt && `${result.withdrawnAt} (transTime ${result.transTime ?? '-'})`,
    ),
    ...(result.unknownMembers ?? []).flatMap(({ name, value }) => line('not understood', `${name} ${value}`)),
    ...line('credited', credited ? `${credited.points} points, cash ${cashText(credited.cash)}` : undefined),
    ...line('reference', credited?.reference),
    ...line(
      'reconciliation',
      sides &&
        `${sides.status}: ours ${sides.ours.points} points, theirs ${sides.provider?.points ?? '-'}, ` +
          `asked ${counted(sides.checks, 'time')}`,
    ),
    ...line('note', sides?.note),
  ];
}

function ownLines(result: PayoutResult): string[] {
  if ('orderId' in result) return allinpayLines(result);
  return 'correctionId' in result ? correctionLines(result) : referralLines(result);
}

/** The result as it is holds every record: `--json` prints it. */
function correctionLines({ correctionId, records }: LumpSumCorrectionResult): string[] {
  const lines = records.map(({ id, ...told }) => ({ correctionId, recordId: id, ...told }));
  if (lines.length === 0) return line('records', 'none has an outcome yet');
  return [...line('records', countsText(lines)), recordTable(lines, '--json')];
}

function resultLines(result: PayoutResult | undefined): string[] {
  if (result === undefined) return [];
  const own = ownLines(result);
  const problems = (result.problems ?? []).flatMap(({ code, field, message }) =>
    line('problem', [code, field, message].filter((part) => part !== undefined).join(' · ')),
  );
  return ['', ...own, ...problems, ...line('stated by', result.statedBy)];
}

function deliveryLine(delivery: OutcomeDelivery): string {
  const { event, sequence, tries = 0, at = '', message = '' } = delivery;
  const told = `owner told of ${event} (${sequence})`;
  switch (delivery.state) {
    case 'delivered':
      return printable(`${told} at ${at}, ${tries} ${tries === 1 ? 'try' : 'tries'}`);
    case 'onItsWay':
      return printable(`${told}: on its way, try ${tries}${message === '' ? '' : `; last: ${message}`}`);
    case 'givenUp':
      return printable(`${told}: GIVEN UP at ${at}: ${message}; delivery ${delivery.deliveryId}`);
  }
}

/**
 * One payout as a person reads it.
 * @param others what can be done where nothing is raised
 */
export function payoutText(view: PayoutView, others: readonly Choice[]): string {
  // The first pending call stands beside what is waited for.
  const [, ...more] = view.description.pending;
  const calls = more.map((call) => printable(`also under way: ${callText(call)}`));
  const deliveries = (view.deliveries ?? []).map(deliveryLine);
  return [
    ...headLines(view),
    ...attentionLines(view, others),
    ...resultLines(view.result),
    ...(calls.length > 0 ? ['', ...calls] : []),
    ...(deliveries.length > 0 ? ['', ...deliveries] : []),
  ].join('\n');
}
