import { createHash, randomUUID } from 'node:crypto';
import type { SearchAttributePair } from '@temporalio/common';
import {
  INPUT_DIGEST_MEMO,
  memoOf,
  orderIdIn,
  searchAttributes,
  workflowIdOf,
  type ListedMemo,
  type MoneyFlow,
} from '../../contract/index.ts';
import type { CheckedInput, FlowOfMoney } from '../flows.ts';

/** Memo member by which a client knows the run that its own call started. */
export const START_TOKEN_MEMO = 'payoutStartToken';

/** All that a start sends beside its policies. */
export interface StartRequest {
  readonly flow: MoneyFlow;
  readonly workflowId: string;
  readonly input: CheckedInput;
  readonly memo: ListedMemo & {
    readonly [INPUT_DIGEST_MEMO]: string;
    readonly [START_TOKEN_MEMO]: string;
  };
  readonly attributes: readonly SearchAttributePair[];
  /** one line, Temporal's markdown */
  readonly summary: string;
  /** several lines, Temporal's markdown */
  readonly details: string;
}

/** SHA-256 in hex of an identity text (contract/identity.ts): compares two inputs without showing either. */
export function digestOf(identity: string): string {
  return createHash('sha256').update(identity).digest('hex');
}

/** People type names freely, and the UI renders markdown: what they typed shows as they typed it, on one line. */
export function plainInMarkdown(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]()<>#+|~!&-]/gu, String.raw`\$&`);
}

function commonAttributes(flow: MoneyFlow, status: string, input: CheckedInput): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [
    { key: searchAttributes.flow, value: flow },
    { key: searchAttributes.profile, value: input.profile },
    { key: searchAttributes.status, value: status },
    { key: searchAttributes.needsAttention, value: false },
  ];
  if (input.batchId !== undefined) pairs.push({ key: searchAttributes.batchId, value: input.batchId });
  return pairs;
}

function detailsOf(input: CheckedInput): string {
  const lines = [
    `asked for by ${input.requestedBy === undefined ? 'nobody named' : plainInMarkdown(input.requestedBy)}`,
    `batch ${input.batchId === undefined ? 'none' : `\`${input.batchId}\``}`,
    `profile \`${input.profile}\``,
  ];
  if (input.approval === 'required') lines.push('another person must approve it');
  if (input.send === 'never') lines.push('sends nothing: only looks the order up and tracks it');
  return lines.map((line) => `- ${line}`).join('\n');
}

/**
 * Everything a checked input says about its run, so that it can be found and read before a worker has seen it.
 * @param token fresh for every call of a starter
 */
export function startRequestOf<Checked extends CheckedInput, Result>(
  spec: FlowOfMoney<Checked, Result>,
  input: Checked,
  token: string = randomUUID(),
): StartRequest {
  const status = input.approval === 'required' ? 'awaitingApproval' : spec.firstStatus;
  return {
    flow: spec.type,
    workflowId: workflowIdOf(spec.type, input.profile, orderIdIn(spec, input)),
    input,
    memo: {
      [INPUT_DIGEST_MEMO]: digestOf(spec.identity(input)),
      [START_TOKEN_MEMO]: token,
      ...memoOf(spec.listed(input)),
    },
    attributes: [...commonAttributes(spec.type, status, input), ...spec.attributes(input)],
    summary: spec.headline(input),
    details: detailsOf(input),
  };
}
