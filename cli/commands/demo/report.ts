import { orderIdOf, type Outcome, type ReportedPayout } from '../../../clients/results/outcome.ts';
import type { Ledger, Totals } from '../../../sandbox/index.ts';
import {
  allinpayTable,
  needsPersonText,
  referralLine,
  referralTable,
  statusOf,
  sumsLine,
  sumsOf,
} from '../../render/outcomes.ts';
import { countsText, recordTable } from '../../render/recordLines.ts';
import { documentOf } from '../shared/withdraw.ts';
import { bonusDisagreements } from './bonusAgreement.ts';
import { expectedRecords } from './bonusScene.ts';
import type { BonusRun } from './bonuses.ts';
import { disagreements } from './ledgerAgreement.ts';

/** What became of the examples, and whether that is what they are there to show. */
export interface DemoReport {
  readonly allinpay: readonly ReportedPayout[];
  readonly referral: readonly ReportedPayout[];
  readonly bonuses: BonusRun;
  readonly ledger: Totals;
  /** where the payouts and the stand-ins' books differ */
  readonly disagreements: readonly string[];
  /** payouts that ended otherwise than the examples say */
  readonly unexpected: readonly string[];
}

const noBonuses: BonusRun = { corrections: [], lines: [] };

/** @param expected how payouts end that do not simply end well, by order id: a status, or a type of failure */
export function reportOf(
  allinpay: readonly ReportedPayout[],
  referral: readonly ReportedPayout[],
  ledger: Ledger,
  expected: Readonly<Record<string, string>>,
  bonuses: BonusRun = noBonuses,
): DemoReport {
  const payouts = [...allinpay, ...referral];
  return {
    allinpay,
    referral,
    bonuses,
    ledger: ledger.totals,
    disagreements: [
      ...sumsThatDoNot(allinpay),
      ...disagreements(payouts, ledger),
      ...bonusDisagreements(bonuses.lines, ledger),
    ],
    unexpected: [...payouts.flatMap((payout) => surprise(payout, expected)), ...bonusSurprises(bonuses)],
  };
}

function bonusSurprises({ lines }: BonusRun): string[] {
  return lines.flatMap(({ uniqueId, outcome }) => {
    const wanted = expectedRecords[uniqueId] ?? 'corrected';
    return outcome === wanted
      ? []
      : [`${uniqueId}: ${outcome}, and the examples are there to show ${wanted}`];
  });
}

/** @returns whether the command may say that all went as it should. */
export function isAsExpected({ disagreements: differing, unexpected }: DemoReport): boolean {
  return differing.length === 0 && unexpected.length === 0;
}

function sumsThatDoNot(allinpay: readonly ReportedPayout[]): string[] {
  const sums = sumsOf(allinpay);
  return sums.agrees ? [] : [sumsLine(sums)];
}

function endingOf(outcome: Outcome): string {
  return outcome.kind === 'failed' ? outcome.type : statusOf(outcome);
}

function surprise(
  { request, outcome }: ReportedPayout,
  expected: Readonly<Record<string, string>>,
): string[] {
  const orderId = orderIdOf(request);
  const endsWell = request.flow === 'allinpayWithdrawal' ? 'settled' : 'reconciled';
  const [wanted, found] = [expected[orderId] ?? endsWell, endingOf(outcome)];
  return wanted === found ? [] : [`${orderId}: ${found}, and the examples are there to show ${wanted}`];
}

/**
 * For people; the sums are its last line.
 * @param madeToGoWrong what the sandbox was told to do, one line each
 */
export function reportText(report: DemoReport, madeToGoWrong: readonly string[] = []): string {
  const { allinpay, referral, bonuses } = report;
  const parts = [
    `Allinpay withdrawals (CNY)\n${allinpayTable(allinpay)}`,
    `Referral withdrawals\n${referralTable(referral)}`,
    bonusText(bonuses),
    list('Made to go wrong by the sandbox:', madeToGoWrong),
    needsPersonText([...allinpay, ...referral, ...bonuses.corrections]),
    list('Not as the examples are there to show:', report.unexpected),
    list("The payouts and the sandbox's ledger differ:", report.disagreements),
    lastLine(report),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function bonusText({ lines }: BonusRun): string {
  if (lines.length === 0) return '';
  // People know a bonus by the name that the company gave it.
  const named = lines.map(({ uniqueId, ...line }) => ({ ...line, recordId: uniqueId }));
  return `Lump-sum corrections: ${countsText(named)}\n${recordTable(named, '--json')}`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function lastLine({ allinpay, referral, ledger, disagreements: differing }: DemoReport): string {
  const { settled, fee } = ledger.allinpay;
  const books = `settled ${settled}, fee ${fee} CNY, ${ledger.feishu.points} points, ${ledger.wallet.points} credited, ${ledger.lumpSum.corrected} bonuses corrected`;
  const verdict = differing.length === 0 ? 'agrees' : 'DOES NOT AGREE';
  return `${sumsLine(sumsOf(allinpay))} · ${referralLine(referral)} · the sandbox's ledger ${verdict}: ${books}`;
}

/** What `--json` prints. */
export function reportDocument(report: DemoReport): unknown {
  const { allinpay, referral, bonuses, ...others } = report;
  return {
    allinpay: documentOf(allinpay),
    referral: documentOf(referral),
    lumpSum: { corrections: documentOf(bonuses.corrections), records: bonuses.lines },
    ...others,
    ok: isAsExpected(report),
  };
}
