import type { Patch } from '../../test/harness/workerProgram.ts';

/** A bug planted on purpose, and the cells that must not survive it. */
export interface PlantedBug {
  readonly patches: readonly Patch[];
  readonly caughtBy: RegExp;
  /** what must be said of one of those cells: that it was noticed for what it is, and not by chance */
  readonly words: RegExp;
}

const CORRECT_FIRST_TRY = 'export function isFirstTry(): boolean {\n';

export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'retry-the-send': {
    patches: [
      {
        file: 'workflows/calls/proxies.ts',
        find: '? { maximumAttempts: 1 }',
        replace: "? { maximumAttempts: 5, initialInterval: '1s' }",
      },
      {
        file: 'activities/attempts/firstTry.ts',
        find: CORRECT_FIRST_TRY,
        replace: `${CORRECT_FIRST_TRY}  if (Date.now() > 0) return true;\n`,
      },
    ],
    caughtBy: /^allinpayWithdrawal\/withdraw\/optionsChanged$/,
    words: /paid [2-9]\d* times/,
  },
  'key-per-attempt': {
    patches: [
      {
        file: 'activities/wallet/index.ts',
        find: "import { cancellationSignal } from '@temporalio/activity';",
        replace: "import { activityInfo, cancellationSignal } from '@temporalio/activity';",
      },
      {
        file: 'activities/wallet/index.ts',
        find: '`credit/${feishuAppId}/',
        replace: '`credit/${feishuAppId}.${activityInfo().attempt}/',
      },
    ],
    caughtBy: /^referralWithdrawal\/credit\/answerLost$/,
    words: /credited 2 times/,
  },
  'unknown-is-not-sent': {
    patches: [
      {
        file: 'activities/allinpay/submit.ts',
        find: "if (failure.outcome === 'unknown') {",
        replace: "if (failure.outcome === 'unknown' && Date.now() === 0) {",
      },
    ],
    caughtBy: /^allinpayWithdrawal\/withdraw\/lookUpLags$/,
    words: /paid [2-9]\d* times/,
  },
  'every-run-sends': {
    patches: [
      {
        file: 'activities/attempts/earlierRuns.ts',
        find: "  if (run.runId !== run.originalRunId) return 'resetRun';\n",
        replace: '  if (Date.now() > 0) return undefined;\n',
      },
    ],
    caughtBy: /^allinpayWithdrawal\/(lookUp\/lookUpLags|withdraw\/resetAfterLoss)$/,
    words: /paid [2-9]\d* times/,
  },
  'by-hand-is-not-sent': {
    patches: [
      {
        file: 'workflows/calls/proxies.ts',
        find: '    case null:\n    case undefined:\n    default:\n',
        replace:
          "    case '':\n    case null:\n    case undefined:\n      return { kind: 'notSent', message, silent: true };\n    default:\n",
      },
    ],
    caughtBy: /^allinpayWithdrawal\/withdraw\/failedByHand$/,
    words: /paid [2-9]\d* times/,
  },
  'time-out-is-refusal': {
    patches: [
      {
        file: 'activities/allinpay/submit.ts',
        find: "  if (failure.type !== 'PayoutRejected') throw nothingSent(failure);\n  return { outcome: 'refused'",
        replace: "  return { outcome: 'refused'",
      },
      {
        file: 'activities/allinpay/submit.ts',
        find: "if (failure.outcome === 'unknown') {",
        replace: "if (failure.outcome === 'unknown' && Date.now() === 0) {",
      },
    ],
    caughtBy: /^allinpayWithdrawal\/withdraw\/answerLost$/,
    words: /rejected, and paid 1 times/,
  },
  'read-nothing-back': {
    patches: [
      {
        file: 'rules/lumpSum/conclude.ts',
        find: "  switch (standing) {\n    case 'wanted':\n",
        replace: "  switch (verdict.kind === 'unknown' ? 'wanted' : standing) {\n    case 'wanted':\n",
      },
    ],
    caughtBy: /^lumpSumCorrection\/update\/refusedAfterLoss$/,
    words: /it says corrected, the books do not/,
  },
};
