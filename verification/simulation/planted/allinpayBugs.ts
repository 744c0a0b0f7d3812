import type { PlantedBug } from './plantedBug.ts';

const SUBMIT = 'activities/allinpay/submit.ts';

/** Bugs in Allinpay withdrawals. */
export const allinpayBugs: readonly PlantedBug[] = [
  {
    name: 'the send is tried again',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: SUBMIT,
        find: `  const tryClock = sendClock();
  refuseSecondTry();`,
        replace: '  const tryClock = sendClock();',
      },
      {
        file: 'workflows/calls/proxies.ts',
        find: '? { maximumAttempts: 1 }',
        replace: '? { maximumAttempts: 3 }',
      },
      {
        file: SUBMIT,
        find: "    case 'notKnown':\n      if (lookOnly !== undefined) throw",
        replace: "    case 'notKnown':\n      if (lookOnly === 'resetRun') throw",
      },
    ],
  },
  {
    name: 'a lost worker has sent nothing, whatever it left',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/calls/proxies.ts',
        find: 'unmarked: leftNothing && ran',
        replace: 'unmarked: ran',
      },
    ],
  },
  {
    name: 'an order leaves before it is on record',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: SUBMIT,
        find: '  await untilRecorded(heartbeatRecorded);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a time-out counts as a refusal',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: SUBMIT,
        find: `    throw failureOfCall({ ...failure, type: 'OutcomeUnknown' }, { retry: false, more: sent });`,
        replace: `    return { outcome: 'refused', at: sent.sentAt, refusal: refusalOf(failure) };`,
      },
    ],
  },
  {
    name: 'an order is sent without looking it up',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: SUBMIT,
        find: '  const look = await lookUp(dependencies, order);',
        replace: "  const look = { kind: 'notKnown' } as Awaited<ReturnType<typeof lookUp>>;",
      },
    ],
  },
  {
    name: 'polled in quiet hours',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'activities/allinpay/poll.ts',
        find: 'if (isQuiet(pollPlan, now)) {',
        replace: 'if (Date.now() < 0) {',
      },
    ],
  },
  {
    name: 'polled as soon as a retry fires',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'activities/allinpay/poll.ts',
        find: '  if (now < turn.at) throw notYet(turn.why, Math.min(turn.at, until) - now);',
        replace:
          "  if (now < turn.at && turn.why.startsWith('quiet')) throw notYet(turn.why, Math.min(turn.at, until) - now);",
      },
    ],
  },
  {
    name: 'details are matched by their place',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'rules/allinpay/matchDetails.ts',
        find: '  const details = asked.map(({ detail }, index) => learn(detail, at(heard, index)));',
        replace:
          '  const details = ours.map((detail, place) => { const line = lines[place]; return line === undefined ? detail : learn(detail, saidBy(line)); });',
      },
    ],
  },
  {
    name: 'code 0 means that all has settled',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'providers/allinpay/wire.ts',
        find: "STATUSES[line.withdrawStatus ?? '1']",
        replace: "line.withdrawStatus === '3' ? 'failed' : 'settled'",
      },
    ],
  },
  {
    name: 'a catch-all refusal is believed at once',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/submit.ts',
        find: '  if (refusal.code !== CATCH_ALL) throw rejected(payout, refusal);',
        replace: '  if (order.problems.length > 0) throw rejected(payout, refusal);',
      },
    ],
  },
  {
    name: 'an unknown outcome is sent again at the first planned poll',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/resolveUnknown.ts',
        find: '      callForPerson(payout, order, `${reason}. The provider does not know the order: ${news.message}`);',
        replace: `      const resolution = { decision: 'resubmit', note: 'looked into it', by: 'nobody' } as const;
      const still = await carryOut(payout, order, { reason: 'outcomeUnknown', resolution });
      if (still === undefined) return;
      reason = still;`,
      },
    ],
  },
  {
    name: 'a reset run sends',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'activities/attempts/earlierRuns.ts',
        find: "  if (run.runId !== run.originalRunId) return 'resetRun';",
        replace: '',
      },
      {
        file: 'activities/attempts/earlierRuns.ts',
        find: "return (await follows(run.workflowId, run.runId)) ? 'followsRun' : undefined;",
        replace: 'await follows(run.workflowId, run.runId);\n    return undefined;',
      },
    ],
  },
  {
    name: 'not being sent counts although the answer was lost',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'providers/allinpay/errorMap.ts',
        find: `      return failed('allinpay', question.api, outcomeUnknown(effect), {
        what: \`answer lost, \${exchange.reason}\`,`,
        replace: `      return failed('allinpay', question.api, NOT_SENT, {
        what: \`answer lost, \${exchange.reason}\`,`,
      },
    ],
  },
  {
    name: 'patience running out fails the payout',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/settle.ts',
        find: "    case 'timeIsUp':\n",
        replace:
          "    case 'timeIsUp':\n      throw payout.ended('PayoutRejected', 'rejected', 'not settled in time');\n",
      },
    ],
  },
  {
    name: 'a final status is taken back',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'rules/allinpay/saidOfDetail.ts',
        find: "  if (detail.status !== 'pending') return numbered;\n",
        replace: "  if (said.status === 'pending') return { ...numbered, status: 'pending' };\n",
      },
    ],
  },
  {
    name: 'what is pending is left out of the sums',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/order.ts',
        find: "      pending: this.#sumOf('pending'),",
        replace: "      pending: '0.00',",
      },
    ],
  },
  {
    name: 'a failed run keeps its money pending',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/payout/lifecycle.ts',
        find: "    this.#order.endAsFailed?.(message);\n    this.#over(status, 'failed');",
        replace: "    this.#over(status, 'failed');",
      },
    ],
  },
  {
    name: 'nobody is called for wrong settings',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/calls/unsent.ts',
        find: "      await payout.decided('settings', offerOf(payout, unsent.message));",
        replace: '      await payout.wait(() => payout.consume() !== undefined);',
      },
    ],
  },
  {
    name: 'a call that was not sent is forgotten',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/calls/unsent.ts',
        find: 'Math.max(backOff(this.#times), waitMs)',
        replace: '400 * 24 * 3600_000',
      },
    ],
  },
  {
    name: 'workflow code decides by whether it is replayed',
    flow: 'allinpayWithdrawal',
    patches: [
      {
        file: 'workflows/allinpayWithdrawal/trySubmit.ts',
        find: "send === 'never' ? `look order ${orderId} up`",
        replace: "send === 'never' || workflowInfo().unsafe.isReplaying ? `look order ${orderId} up`",
      },
    ],
  },
];
