import type { CorrectionOutcome, RecordProblem } from '../../contract/flows/lumpSumCorrection.ts';
import type { Standing } from './standing.ts';
import type { Verdict } from './verdict.ts';

export interface Conclusion {
  readonly outcome: CorrectionOutcome;
  readonly problems: readonly RecordProblem[];
}

/** What to make of a record that was sent: its outcome, or that it must be read or sent once more. */
export type NextMove =
  | ({ readonly move: 'settle' } & Conclusion)
  /** Feishu took it and does not show it: reads may lag */
  | { readonly move: 'readAgain'; readonly otherwise: Conclusion }
  /** it did not arrive, and sending it again can do no harm */
  | { readonly move: 'sendAgain' };

/** What Feishu shows decides; what its answer said only tells why. */
export function conclude(verdict: Verdict, standing: Standing, changesDetails: boolean): NextMove {
  switch (standing) {
    case 'wanted':
      return settle('corrected', verdict.kind === 'refused' ? [refusal(verdict)] : []);
    case 'alike':
      return alike(verdict);
    case 'before':
    case 'other':
    case 'missing':
      return notWanted(verdict, standing, changesDetails);
  }
}

function alike(verdict: Verdict): NextMove {
  switch (verdict.kind) {
    case 'accepted':
      return settle('corrected', []);
    case 'refused':
    case 'callRefused':
      return settle('rejected', [refusal(verdict)]);
    case 'unknown':
      return settle('unverified', [
        ours('unverified', 'the answer was lost, and the record reads the same before and after'),
      ]);
  }
}

function notWanted(
  verdict: Verdict,
  standing: Exclude<Standing, 'wanted' | 'alike'>,
  changesDetails: boolean,
): NextMove {
  switch (verdict.kind) {
    case 'refused':
    case 'callRefused':
      return settle('rejected', [refusal(verdict), ...(standing === 'other' ? [touched()] : [])]);
    case 'accepted':
      return standing === 'other'
        ? settle('conflict', [ours('conflict', 'Feishu took it, and the record is not as it was sent')])
        : { move: 'readAgain', otherwise: unseen(standing) };
    case 'unknown':
      if (standing === 'before' && !changesDetails) return { move: 'sendAgain' };
      return settle('conflict', [ours('conflict', whyConflict(standing))]);
  }
}

function touched(): RecordProblem {
  return ours(
    'conflict',
    'Feishu refused it, and the record is not as it was either: somebody else changed it',
  );
}

function unseen(standing: 'before' | 'missing'): Conclusion {
  const now = standing === 'before' ? 'the record is as it was' : 'it does not show the record any more';
  return { outcome: 'unverified', problems: [ours('unverified', `Feishu took it, and ${now}`)] };
}

function whyConflict(standing: 'before' | 'other' | 'missing'): string {
  const why = {
    before: 'the record is as it was, and one whose details change is never sent twice',
    other: 'the record is neither as it was nor as it was sent',
    missing: 'Feishu does not show the record any more',
  };
  return `the answer was lost, and ${why[standing]}`;
}

function settle(outcome: CorrectionOutcome, problems: readonly RecordProblem[]): NextMove {
  return { move: 'settle', outcome, problems };
}

function refusal({ refusal: { code, message } }: Extract<Verdict, { refusal: unknown }>): RecordProblem {
  return { code, message, foundBy: 'provider' };
}

function ours(code: string, message: string): RecordProblem {
  return { code, message, foundBy: 'us' };
}
