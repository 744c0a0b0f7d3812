import { result } from './shared.ts';

const record = {
  version: '1; a reader that meets another number does not guess',
  workflowId: 'which payout',
  runId: 'which run of it; an order that failed and was started again has a record for each',
  flow: 'the workflow type',
  end: '`completed`, `failed`, or ended from outside, which says nothing of the money',
  startedAt: 'ISO 8601, UTC',
  closedAt:
    "ISO 8601, UTC; the server's clock in an export, the workflow's in a webhook: some milliseconds may lie between",
  failure: 'where `end` is `failed`',
  'failure.type': 'a failure type of the contract',
  'failure.message': 'for a person; do not match on it',
  said: 'what people said by updates that were accepted, in that order',
  'said[].update': 'the name of the update',
  'said[].by': 'who said it',
  'said[].at': 'when it was accepted; ISO 8601',
  'said[].decision': 'of `resolve`',
  'said[].note': 'why, where they said so',
  result: "the flow's result, of a failed run what was known; null where the run was ended from outside",
} as const;

const under = (place: string, members: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(members).map(([name, meaning]) => [`${place}.${name}`, meaning]));

const head = Object.fromEntries(
  Object.entries(result).filter(([name]) => !/^(?:problems|statedBy|sentBy)/.test(name)),
);

export const outcomes = {
  payoutRecord: record,
  outcomeEvent: {
    type: '`payout.` and the status that was shown',
    timestamp: "when it came up, by the payout's own clock; ISO 8601",
    data: 'what it tells',
    'data.workflowId': 'which payout',
    'data.runId': 'which run of it',
    'data.startedAt': 'when the run began; ISO 8601. Runs of one id follow each other',
    'data.sequence': '1, 2, 3 … within the run',
    'data.payout':
      "what the query `payout` showed then: the head and the flow's result as far as it was known",
    ...under('data.payout', head),
    'data.record': 'on the last event of a run: what to keep of it, see [Records](#records)',
    ...under('data.record', record),
  },
} as const;
