/** Of every input. */
export const input = {
  profile: 'which set of provider credentials the workers use; part of the workflow id',
  batchId: 'one word for payouts that belong together; searchable as `PayoutBatchId`',
  requestedBy: 'the person or service that asks for this',
  approval:
    '`required`: nothing is sent before a person other than `requestedBy`, which is needed then, approves',
  send: '`never`: the order was sent before or elsewhere; nothing is sent, it is looked up and followed',
} as const;

const raised = (place: string) => ({
  [`${place}.reason`]: 'see [When a person is needed](#when-a-person-is-needed)',
  [`${place}.since`]: 'when the reason was raised, kept when it is raised again; ISO 8601',
  [`${place}.offer`]: 'the number of what is offered now, to be sent with the decision on it',
  [`${place}.decisions`]:
    'what `resolve` takes now (`cancel`: by the update of that name), the one that moves no money first; empty while a decision is being carried out',
  [`${place}.message`]: 'what is known, for a person',
});

/** Of the results of flows that move or correct something. */
export const result = {
  flow: 'the workflow type',
  status: 'see [Statuses](#statuses)',
  profile: 'as asked for',
  batchId: 'as asked for',
  requestedBy: 'as asked for',
  approvedBy: 'who approved it',
  attention: 'why a person is needed, or null; of several reasons the gravest, with the others beside it',
  ...raised('attention'),
  'attention.also': 'the other reasons, gravest first; a decision on any of them is taken',
  ...raised('attention.also[]'),
  waiting: 'what is waited for, as far as the workflow itself knows; null where nothing is, and in results',
  'waiting.for': 'see [What it waits for](#what-it-waits-for)',
  'waiting.since': 'since when; ISO 8601',
  'waiting.offer': 'of `approval`: which offer `approve` and `reject` answer',
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
