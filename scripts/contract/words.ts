import type { AttentionReason } from '../../contract/attention.ts';
import type { UpdateFailureType, WorkflowFailureType } from '../../contract/failures.ts';
import type { Status } from '../../contract/head.ts';
import type { Listed } from '../../contract/listed.ts';
import type { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import type { UpdateName } from '../../contract/updates.ts';
import type { WaitingFor } from '../../contract/waiting.ts';

// A word that the contract gains has to be explained here before anything compiles.

type Family = 'every flow that moves money' | 'Allinpay' | 'referral' | 'lump sum';

interface StatusWords {
  readonly of: Family;
  /** how a run is that shows it last: open, or closed in that way */
  readonly run: 'open' | 'Completed' | 'Failed';
  readonly means: string;
}

const every = 'every flow that moves money';

export const statusWords: Readonly<Record<Status, StatusWords>> = {
  awaitingApproval: { of: every, run: 'open', means: 'nothing is sent before another person approves' },
  submitting: { of: 'Allinpay', run: 'open', means: 'looked up and sent, or waiting to be' },
  confirmingRefusal: {
    of: 'Allinpay',
    run: 'open',
    means: 'refused by a code that may hide an order; looked up once more before it is believed',
  },
  outcomeUnknown: {
    of: every,
    run: 'open',
    means: 'sent, or perhaps sent, and no answer can be relied on; looked for, never sent again by itself',
  },
  orderConflict: { of: every, run: 'open', means: 'the provider has the order id for something else' },
  processing: {
    of: 'Allinpay',
    run: 'open',
    means: 'the provider has it; asked by a plan until all is final',
  },
  overdue: { of: 'Allinpay', run: 'open', means: 'not final by `settleBy`; asked on' },
  settled: { of: 'Allinpay', run: 'Completed', means: 'every detail arrived' },
  partiallySettled: { of: 'Allinpay', run: 'Completed', means: 'some details arrived, the others failed' },
  withdrawing: { of: 'referral', run: 'open', means: 'asked of Feishu, as often as it takes' },
  crediting: { of: 'referral', run: 'open', means: "withdrawn; the owner's wallet is to credit it" },
  creditRefused: { of: 'referral', run: 'open', means: 'withdrawn, and the wallet refused' },
  reconciling: { of: 'referral', run: 'open', means: 'compared with what Feishu has' },
  reconciled: { of: 'referral', run: 'Completed', means: 'both sides agree' },
  reconcileBreak: { of: 'referral', run: 'open', means: 'they do not, after four looks' },
  breakAccepted: { of: 'referral', run: 'Completed', means: 'a person accepted the difference' },
  withdrawn: {
    of: 'referral',
    run: 'Completed',
    means: 'withdrawn, and to be compared later or not at all (cash)',
  },
  nothingToWithdraw: { of: 'referral', run: 'Completed', means: 'the account held nothing of those types' },
  correcting: { of: 'lump sum', run: 'open', means: 'read, judged and sent' },
  verifying: { of: 'lump sum', run: 'open', means: 'read back' },
  corrected: { of: 'lump sum', run: 'Completed', means: 'every record is as wanted' },
  partiallyCorrected: {
    of: 'lump sum',
    run: 'Completed',
    means: 'some are, or a person accepted the others as they are',
  },
  unchanged: { of: 'lump sum', run: 'Completed', means: 'all were as wanted before; nothing was sent' },
  rejected: { of: every, run: 'Failed', means: '`PayoutRejected` or `InsufficientBalance`' },
  refused: { of: every, run: 'Failed', means: '`ApprovalRefused`' },
  cancelled: {
    of: every,
    run: 'Failed',
    means: '`Cancelled`; Canceled where Temporal itself was asked to cancel',
  },
  failed: { of: every, run: 'Failed', means: '`InvalidInput` or `OrderConflict`' },
};

export const failureWords: Readonly<Record<WorkflowFailureType, string>> = {
  InvalidInput:
    'the workflow type, its id, the input or a start option breaks the contract; `problems` names all of it. No provider was called',
  OrderConflict: 'the provider has the order id for something else, and a person gave ours up (`statedBy`)',
  PayoutRejected:
    'the provider refused, or every detail failed; `problems` or the reasons of the details say why',
  InsufficientBalance: 'with `checkBalance`: a balance does not suffice; nothing was sent',
  ApprovalRefused: 'another person rejected it; nothing was sent',
  Cancelled: 'cancelled before anything was sent, or a person stated that it never was (`statedBy`)',
};

export const refusalWords: Readonly<Record<UpdateFailureType, string>> = {
  InvalidInput: 'the argument breaks its schema; every problem is named',
  UpdateRefused: 'it is not the time for it, or not for this person to say; the message tells why',
};

interface UpdateWords {
  readonly when: string;
  readonly effect: string;
}

export const updateWords: Readonly<Record<UpdateName, UpdateWords>> = {
  approve: { when: '`awaitingApproval`, by another person than `requestedBy`', effect: 'it is sent' },
  reject: { when: 'the same', effect: 'fails as `ApprovalRefused`' },
  cancel: { when: 'certainly nothing was sent', effect: 'fails as `Cancelled`' },
  confirmCredit: {
    when: '`crediting` with `credit: "confirm"`',
    effect: 'takes what was really credited; that is what is compared',
  },
  pollNow: {
    when: '`processing`, `overdue`, `outcomeUnknown` or `confirmingRefusal`; once a minute, after 60 in a run once an hour, after 500 once a day',
    effect:
      'asks the provider now; in quiet hours the poll declines and says when. A refusal says from when it is taken again',
  },
  resolve: {
    when: 'one of the `decisions` of `attention` or of its `also`',
    effect: 'see [When a person is needed](#when-a-person-is-needed)',
  },
};

interface AttentionWords {
  readonly when: string;
  /** what `resolve` may be told, and what comes of it; what is taken now stands in `attention.decisions` */
  readonly decisions: string;
}

export const attentionWords: Readonly<Record<AttentionReason, AttentionWords>> = {
  orderConflict: {
    when: 'the provider has our order id with other accounts or amounts, or under other serial numbers: booked twice',
    decisions:
      "`adopt`: follow the provider's order, `adopted` is added; `abandon`: fail as `OrderConflict`; `recordOutcome` with `details`: state how they ended",
  },
  outcomeUnknown: {
    when: 'the order was sent, or may have been, and the first planned poll since then does not know it; or no answer tells its details from each other; referral: or its answer is not understood in full',
    decisions:
      '`notSubmitted`: fail as `Cancelled`; `recordOutcome` with `details`: state how they ended; `resubmit`: send again, and where the first is there too it is paid twice. All look once more first. Referral: `recheck`: ask again with the same id; `accept`, where Feishu took out more than is understood: go on with what is understood',
  },
  reconcileBreak: {
    when: 'credited and withdrawn points differ',
    decisions: '`recheck`; `accept`: complete as `breakAccepted`',
  },
  conflict: {
    when: 'a record is neither as it was nor as wanted, or nobody can tell whether it may be sent again',
    decisions: '`recheck`: read again, send nothing; `accept`: complete as `partiallyCorrected`',
  },
  unverified: { when: 'Feishu took a correction that the record does not show', decisions: 'the same' },
  creditRefused: {
    when: 'the wallet refused the credit',
    decisions: '`retry`; `accept` with `points` and `cash` that were really credited',
  },
  creditOverdue: { when: 'nobody confirmed a credit for 3 days', decisions: 'the same' },
  overdue: {
    when: 'not final by `settleBy`',
    decisions:
      '`extend` with a new `settleBy`; `recordOutcome` with `details`: state how they ended; what is left is asked on',
  },
  settings: {
    when: 'the provider refuses our credentials, permissions or quota',
    decisions: '`retry`; `cancel` where nothing was sent',
  },
  providerDown: {
    when: 'no answer of use for 30 minutes (`PROVIDER_DOWN_AFTER` of the workers)',
    decisions: 'the same; it is also tried on',
  },
  profileNotServed: {
    when: "no worker took the profile's calls for 10 minutes",
    decisions:
      '`retry`; `cancel` where nothing was sent; it also goes on by itself once a worker serves the profile',
  },
};

export const waitingWords: Readonly<Record<WaitingFor, string>> = {
  approval: 'another person approves or rejects',
  provider: 'a call of the provider, or of the wallet, is to be answered',
  poll: 'the provider is asked by the plan',
  credit: 'somebody says by `confirmCredit` what was credited',
  recheck: 'a difference is looked at again after a while',
  time: 'a moment that is set',
  settings: 'somebody mends the settings and says `retry`',
  worker: 'a worker serves the profile',
};

export const attributeWords: Readonly<Record<keyof typeof searchAttributeTypes, string>> = {
  PayoutFlow: 'the workflow type',
  PayoutStatus: 'the status',
  PayoutProfile: 'the profile',
  PayoutBatchId: 'the batch',
  PayoutNeedsAttention: 'whether `attention` is not null',
  PayoutAttention: 'every reason for which a person is needed',
  PayoutAttentionSince: 'when the oldest of them was raised',
  PayoutSettleBy: 'Allinpay: `settleBy`',
  PayoutTransTime: 'referral: `transTime`, once withdrawn',
  ReferralAccountId: 'referral: the account',
  PayoutPoints: 'referral: the points withdrawn',
};

interface MemoWords {
  readonly type: string;
  readonly of: Family;
  readonly holds: string;
}

export const memoWords: Readonly<Record<keyof Listed, MemoWords>> = {
  asked: { type: 'amount', of: 'Allinpay', holds: 'the sum of the details, as the result has it in `asked`' },
  currency: { type: 'text', of: 'Allinpay', holds: 'the currency of `payoutAsked`: `CNY`' },
  size: { type: 'integer', of: every, holds: 'how many records, of a correction; else 1' },
  bonusTypes: {
    type: 'list',
    of: 'referral',
    holds: 'which bonuses: `point`, `cash` or both, in this order',
  },
  requestedBy: { type: 'name', of: every, holds: 'who asked; missing where the input names nobody' },
};
