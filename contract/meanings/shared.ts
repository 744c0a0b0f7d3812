/** Of every input. */
export const input = {
  profile: 'which set of provider credentials the workers use; part of the workflow id',
  batchId: 'one word for payouts that belong together; searchable as `PayoutBatchId`',
  requestedBy: 'the person or service that asks for this',
  approval:
    '`required`: nothing is sent before a person other than `requestedBy`, which is needed then, approves',
  send: '`never`: the order was sent before or elsewhere; nothing is sent, it is looked up and followed',
} as const;

/** Of the results of flows that move or correct something. */
export const result = {
  flow: 'the workflow type',
  status: 'see [Statuses](#statuses)',
  profile: 'as asked for',
  batchId: 'as asked for',
  requestedBy: 'as asked for',
  approvedBy: 'who approved it',
  attention: 'why a person is needed, or null; of several reasons the gravest',
  'attention.reason': 'see [When a person is needed](#when-a-person-is-needed)',
  'attention.since': 'when it was raised; ISO 8601',
  'attention.decisions': 'what `resolve` takes now (`cancel`: by the update of that name); may be empty',
  'attention.message': 'what is known, for a person',
  problems: 'what was wrong, where something was',
  'problems[].code': "the provider's code, where the provider found it",
  'problems[].field': 'the member of the input, such as `details[3].amount`',
  'problems[].message': 'for a person; do not match on it',
  statedBy: 'who said so, where a person decided how it ended',
  sentBy:
    'what sent, of several sends the last; absent where nothing was sent, or the worker that sent was lost',
  'sentBy.version': 'the version of the package',
  'sentBy.build': '`TEMPORAL_WORKER_BUILD_ID` of the worker, or a digest of its code',
  'sentBy.settings': "a digest of the worker's settings of the profile, secrets left out",
} as const;
