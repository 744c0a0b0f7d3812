import type { PlantedBug } from './plantedBug.ts';

const BOARD = 'rules/attention/board.ts';
const MATCH = 'rules/allinpay/matchDetails.ts';

/** Bugs that people bring to light who speak at once, take an id for another order, or write odd texts. */
export const peopleBugs: readonly PlantedBug[] = [
  {
    name: 'two decisions on one unknown outcome pay twice',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: BOARD,
        find: '    if (this.#accepted === undefined) return undefined;\n',
        replace:
          '    if (this.#offers >= 0) return undefined;\n    if (this.#accepted === undefined) return undefined;\n',
      },
      {
        file: BOARD,
        find: 'if (this.#accepted?.reason === reason) this.#accepted = undefined;',
        replace: 'if (this.#accepted?.reason === reason && this.#accepted.taken) this.#accepted = undefined;',
      },
    ],
  },
  {
    name: 'an old offer is taken as if it stood',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'rules/updates/whyRefused.ts',
        find: 'raised.decisions.includes(decision) && (offer === undefined || raised.offer === offer),',
        replace: 'raised.decisions.includes(decision),',
      },
      {
        file: 'rules/updates/whyRefused.ts',
        find: '  if (offer !== undefined && !standing.some((raised) => raised.offer === offer)) return whyNotOffer(offer);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'lines are claimed greedily by their amounts',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: MATCH,
        find: 'import { claimsOf, type',
        replace: 'import { claimsOf, mayStandFor, type',
      },
      {
        file: MATCH,
        find: '  const details = asked.map(({ detail }, index) => learn(detail, at(heard, index)));',
        replace: `  const left = [...told];
  const details = asked.map((claim) => {
    const place = left.findIndex((line) => mayStandFor(line, claim, claiming));
    const [line] = place < 0 ? [] : left.splice(place, 1);
    return learn(claim.detail, line === undefined ? NO_LINE : saidBy(line.line));
  });`,
      },
    ],
  },
  {
    name: 'an order of other accounts is believed for its amounts',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/order.ts',
        find: '      ...(this.submittedAt === undefined && !this.#adopted ? { mustBeNamed: true } : {}),\n',
        replace: '',
      },
    ],
  },
  {
    name: 'an error that is nobody’s word closes a run as Failed',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/payout/lifecycle.ts',
        find: '        if (error !== this.#ending) throw nobodysWord(error);\n',
        replace: '        if (error !== this.#ending) throw error;\n',
      },
      {
        file: 'workflows/calls/proxies.ts',
        find: '  const details = detailsOf(failure);\n',
        replace: '  if (!failure.type) throw failure;\n  const details = detailsOf(failure);\n',
      },
    ],
  },
  {
    name: 'a young replay is believed without a look in a run that follows another',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'rules/referral/proofNeeded.ts',
        find: '  return !firstRun || withdrawnAt < startedAt - CLOCKS_APART;',
        replace: '  return withdrawnAt < startedAt - CLOCKS_APART;',
      },
    ],
  },
  {
    name: 'half a pair in a text leaves as it came',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'contract/halfPairs.ts',
        find: '  const left: Node[] = [{ value: data }];',
        replace: '  const left: Node[] = [];',
      },
      {
        file: 'workflows/failureConverter.ts',
        find: '      ...(message ? { message: wellFormed(message) } : {}),\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a character that nobody sees is part of a name',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'contract/nameText.ts',
        find: '  if (unseen !== undefined) return',
        replace: "  if (unseen === '\\0') return",
      },
    ],
  },
];
