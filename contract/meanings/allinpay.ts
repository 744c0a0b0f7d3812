const selectors = (list: string) =>
  ({
    [`${list}[].accountUserId`]: "the account by the provider's number",
    [`${list}[].externalCode`]: "the account by its owner's code at the provider",
    [`${list}[].isPlatform`]: 'the account of the platform itself',
  }) as const;

export const allinpay = {
  'allinpayWithdrawal.input': {
    orderId: "the owner's key of the order; part of the workflow id, never cut",
    details: 'who is paid, each account once, named by exactly one of its three members',
    ...selectors('details'),
    'details[].amount': 'yuan, more than zero, at most two decimals',
    summary: 'a remark that goes to the provider',
    settleBy: 'when a person is called if not all has settled; 3 days after sending where left out',
    checkBalance: 'ask for the balances first and fail as `InsufficientBalance` where one does not suffice',
  },
  'allinpayWithdrawal.result': {
    orderId: 'as asked for',
    asked: 'the sum of the input, always; `settled` + `failed` + `pending` unless `adopted` is there',
    settled: 'the part that arrived, in what left the account, fees apart',
    failed: 'the part that did not arrive, or never left',
    pending: 'the rest; zero once the run is closed',
    fee: "the sum of the provider's fees",
    adopted:
      "the sum of the provider's order, where a person took that one over; then this is `settled` + `failed` + `pending`",
    submittedAt: 'when it was sent; ISO 8601',
    nextPollAt: 'when the provider is asked next; ISO 8601',
    details: "one for each of the input, in its order; where `adopted` is there, of the provider's order",
    ...selectors('details'),
    'details[].amount': "what was asked for, or in an adopted order what the provider's says; two decimals",
    'details[].status': '`pending`, `settled` or `failed`',
    'details[].arrived': 'what reached the account, by the provider',
    'details[].fee': "the provider's fee",
    'details[].withdrawTId': "the provider's serial number",
    'details[].reason': 'why it failed, or cannot be told yet',
    'details[].statedBy': 'who stated its status, where the provider did not tell it',
  },
  'allinpayBalance.input': { accounts: 'whose balances, each account once', ...selectors('accounts') },
  'allinpayBalance.result': {
    accounts: 'one for each set of accounts that the provider tells; amounts in yuan, they may be negative',
    'accounts[].accountUserId': "the provider's number of the account",
    'accounts[].accountSetNo': 'which of its sets',
    'accounts[].referenceType': "the provider's kind of account; `11` is the platform",
    'accounts[].externalCode': "its owner's code",
    'accounts[].shopName': 'as the provider has it',
    'accounts[].accountName': 'as the provider has it',
    'accounts[].balance': 'all',
    'accounts[].frozenBalance': 'of that frozen',
    'accounts[].availableBalance': 'of that available',
    'accounts[].withdrawBalance': 'of that free to withdraw',
  },
} as const;
