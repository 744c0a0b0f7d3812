import type { PlantedBug } from './plantedBug.ts';

/** Bugs in referral withdrawals. */
export const referralBugs: readonly PlantedBug[] = [
  {
    name: 'a refusal is definite although an earlier answer was lost',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'activities/feishu/index.ts',
        find: '  if (maybeSentBefore || !earlierHadNoEffect) return false;',
        replace: '  if (maybeSentBefore) return false;',
      },
    ],
  },
  {
    name: 'the key of a credit is made anew for every try',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'activities/wallet/index.ts',
        find: '      const idempotencyKey = `credit/${feishuAppId}/${request.externalOrderId}`;',
        replace:
          '      const idempotencyKey = `credit/${feishuAppId}/${request.externalOrderId}/${await clock()}`;',
      },
    ],
  },
  {
    name: 'what left another account is credited',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'rules/referral/proofNeeded.ts',
        find: "  return points > 0 ? 'comparison' : 'person';",
        replace: "  return 'none';",
      },
    ],
  },
  {
    name: 'reconciled with what was withdrawn instead of what was credited',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'workflows/referralWithdrawal/reconcile.ts',
        find: '    ours: { points: credited.points },',
        replace: '    ours: { points: taken.withdrawn.points },',
      },
    ],
  },
  {
    name: 'figures that cannot be read count as none',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'providers/feishu/wire.ts',
        find: '  point_bonus: wireCount.nullish(),\n  cash_bonus',
        replace: '  point_bonus: wireCount.nullish().catch(0),\n  cash_bonus',
      },
    ],
  },
  {
    name: 'workflow code throws what is no failure',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'workflows/referralWithdrawal/compare.ts',
        find: '  const { referralAccountId } = order.input;',
        replace:
          "  const { referralAccountId } = order.input;\n  if (window.points > 800) throw new Error('too many');",
      },
    ],
  },
  {
    name: 'calls are let through without being counted',
    flow: 'referralWithdrawal',
    patches: [
      {
        file: 'providers/feishu/callGate.ts',
        find: '        if (placeAt <= now) return admit(now);',
        replace: '        if (placeAt <= now || counted.size > 0) return admit(now);',
      },
    ],
  },
];
