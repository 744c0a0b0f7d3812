import type { Execution, PayoutDescription } from '../../clients/description.ts';
import type { FoundRecord } from '../../clients/records/findRecords.ts';
import { anyResult } from '../../clients/results/results.ts';
import { parseWorkflowId, type PayoutRecord, type SaidByPerson } from '../../contract/index.ts';
import { payoutText, type PayoutView } from './payoutText.ts';
import { printable } from './text.ts';

/** The facts of a record in the shape in which those of a live payout are shown. */
export function viewOf(record: PayoutRecord): PayoutView {
  const { workflowId, runId, flow, startedAt, closedAt, failure } = record;
  const result = anyResult.matches(record.result) ? record.result : undefined;
  const description: PayoutDescription = {
    workflowId,
    runId,
    workflowType: flow,
    execution: executionOf(record),
    status: result?.status ?? 'unknown: the record has no result',
    needsAttention: false,
    attention: [],
    attentionSince: undefined,
    profile: parseWorkflowId(workflowId)?.profile,
    batchId: undefined,
    size: undefined,
    settleBy: undefined,
    startedAt,
    closedAt,
    pending: [],
  };
  return { description, result, ...(failure === undefined ? {} : { failure: failedAs(failure) }) };
}

type Failure = NonNullable<PayoutRecord['failure']>;

function failedAs({ type, message }: Failure): Failure {
  return { type, message: `${type}: ${message}` };
}

/** Of a newer or older form, or none of ours: as it stands there. */
function unreadResult({ result }: PayoutRecord): string[] {
  return result === null || anyResult.matches(result)
    ? []
    : ['', `result ${printable(JSON.stringify(result))}`];
}

function executionOf({ end }: PayoutRecord): Execution {
  return end === 'timedOut' ? 'timed out' : end;
}

function saidLine({ at, update, by, decision, note }: SaidByPerson): string {
  const what = decision === undefined ? update : `${update} ${decision}`;
  return printable(`${at} ${by}: ${what}${note === undefined ? '' : ` (${note})`}`);
}

/** What records say of a payout, the newest run first. */
export function recordsText(found: readonly FoundRecord[]): string {
  return found
    .map(({ file, record }) => {
      const said = record.said.map(saidLine);
      return [
        `From the record in ${file}: the server knows this run no more.`,
        payoutText(viewOf(record), []),
        ...unreadResult(record),
        ...(said.length === 0 ? [] : ['', 'Said by people:', ...said.map((line) => `    ${line}`)]),
      ].join('\n');
    })
    .join('\n\n');
}
