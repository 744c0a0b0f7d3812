const money = (of: string) =>
  ({
    [`${of}.points`]: 'points',
    [`${of}.cash`]: 'one line for each currency',
    [`${of}.cash[].currency`]: 'ISO 4217',
    [`${of}.cash[].amount`]: 'in the major unit, two decimals',
  }) as const;

export const referral = {
  'referralWithdrawal.input': {
    externalOrderId: "the owner's key of the order; part of the workflow id, never cut",
    referralAccountId: 'the account at Feishu, all of whose bonuses of those types are withdrawn',
    bonusTypes: '`point`, `cash` or both',
    credit:
      "how the owner's wallet is credited: `webhook` by a signed request, `confirm` by the update `confirmCredit`, `none` not at all",
    reconcile: '`now`: compared with Feishu before the end; `later`: left to whoever compares',
    send: '`once` alone: Feishu replays by the order id, so there is nothing to look up',
  },
  'referralWithdrawal.result': {
    externalOrderId: 'as asked for',
    referralAccountId: 'as asked for',
    transTime: "the provider's own millisecond text",
    withdrawnAt: 'the same in ISO 8601',
    withdrawn: 'what left the account at Feishu',
    ...money('withdrawn'),
    unknownMembers:
      "members of Feishu's details that this version does not understand: value may be in them, and nothing of it was credited",
    'unknownMembers[].name': 'the member, with its place',
    'unknownMembers[].value': 'as JSON text, at most 200 characters',
    credited: 'what the wallet says it credited, else what was withdrawn; null before that',
    ...money('credited'),
    'credited.reference': "the wallet's own reference",
    reconciliation: 'the points of both sides, compared',
    'reconciliation.status': '`reconciled`, `later`, `break` or `notApplicable` (cash alone)',
    'reconciliation.from': 'the window, in milliseconds',
    'reconciliation.to': 'its end, in milliseconds',
    'reconciliation.ours': 'what was credited',
    'reconciliation.ours.points': 'points',
    'reconciliation.provider': 'what Feishu has; null where it was not asked or did not say',
    'reconciliation.provider.points': 'points',
    'reconciliation.checks': 'how often Feishu was asked',
    'reconciliation.note': 'what the comparison cannot show',
  },
} as const;
