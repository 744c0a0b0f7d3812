const stated = {
  by: 'the person who says so, as the caller has it: nobody proves it',
  note: 'why, for others to read',
};

const judging = {
  ...stated,
  offer:
    '`waiting.offer` as it was shown; another one than the current is refused. Left out: whatever waits now',
};

const credit = {
  points: 'the points that were really credited',
  cash: 'the money that was really credited, a line for each currency',
  'cash[].currency': 'ISO 4217',
  'cash[].amount': 'in the major unit, at most two decimals',
  reference: "the wallet's own reference",
};

export const updates = {
  'update.approve': judging,
  'update.reject': judging,
  'update.cancel': stated,
  'update.pollNow': stated,
  'update.confirmCredit': { ...stated, ...credit },
  'update.resolve': {
    ...stated,
    ...credit,
    note: 'why, for others to read; needed with `adopt`, `abandon`, `resubmit`, `notSubmitted`, `accept` and `recordOutcome`',
    offer:
      '`offer` of the reason, as it was shown; another one than the current is refused. Left out: the gravest reason that offers the decision',
    decision: 'one of `attention.decisions`; `accept` of a credit needs `points` and `cash` too',
    details: 'of `recordOutcome`: how details ended that the provider does not tell of, each account once',
    'details[].accountUserId': 'the account, named as in `details` of the result',
    'details[].externalCode': 'the same',
    'details[].isPlatform': 'the same',
    'details[].status': '`settled` or `failed`, as a person knows it from elsewhere',
    'details[].note': 'how that is known of this one',
    settleBy: 'of `extend`: the new time; ISO 8601 with an offset',
  },
} as const;
