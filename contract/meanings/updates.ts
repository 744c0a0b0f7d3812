const stated = { by: 'the person who says so', note: 'why, for others to read' };

const credit = {
  points: 'the points that were really credited',
  cash: 'the money that was really credited, a line for each currency',
  'cash[].currency': 'ISO 4217',
  'cash[].amount': 'in the major unit, at most two decimals',
  reference: "the wallet's own reference",
};

export const updates = {
  'update.approve': stated,
  'update.reject': stated,
  'update.cancel': stated,
  'update.pollNow': stated,
  'update.confirmCredit': { ...stated, ...credit },
  'update.resolve': {
    ...stated,
    ...credit,
    decision: 'one of `attention.decisions`; `accept` of a credit needs `points` and `cash` too',
    settleBy: 'of `extend`: the new time; ISO 8601 with an offset',
  },
} as const;
