import { at } from '../at.ts';
import { accountKey } from '../../contract/allinpayAccount.ts';
import { judge, type Placed } from './claimKinds.ts';
import type { Claiming, DetailClaim, LineClaim } from './claims.ts';
import { lineText } from './lineText.ts';

/** Details that ended one way, of which the provider now says that they ended otherwise. */
export interface Contradiction {
  /** the same for the same contradiction at every poll; another one where more lines say so */
  readonly key: string;
  /** the accounts as we named them; several where it cannot be told whose line it is */
  readonly accounts: readonly string[];
  readonly ours: 'settled' | 'failed';
  readonly theirs: 'settled' | 'failed';
  /** how many lines say so */
  readonly lines: number;
  readonly message: string;
}

const ACCOUNTS_SHOWN_MAX = 5;

/**
 * Where some assignment agrees with every status that is final, nothing is contradicted. Else the lines that are too many
 * for the details they agree with speak against the others that they may stand for.
 *
 * @param judged all assignments, whatever the statuses
 */
export function contradictionsOf(
  judged: Placed,
  told: readonly LineClaim[],
  asked: readonly DetailClaim[],
  claiming: Claiming,
): readonly Contradiction[] {
  const agreeing = judge(told, asked, { ...claiming, byStatus: true });
  if (agreeing.assignments.complete) return [];
  const tooMany = new Set([...agreeing.assignments.surplus].flatMap((kind) => at(agreeing.lines, kind)));
  const { linesOf } = judged.assignments;
  return judged.details
    .flatMap((details, kind) => {
      const lines = at(linesOf, kind).flatMap((of) => at(judged.lines, of));
      return contradictionsIn(
        details,
        lines.filter((line) => tooMany.has(line)),
      );
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

function contradictionsIn(
  details: readonly DetailClaim[],
  lines: readonly LineClaim[],
): readonly Contradiction[] {
  return (['settled', 'failed'] as const).flatMap((ours) => {
    const theirs = OTHERWISE[ours];
    const ended = details.filter(({ detail }) => detail.status === ours);
    const against = lines.filter(({ line }) => line.status === theirs);
    return ended.length > 0 && against.length > 0 ? [contradictionOf({ ours, theirs }, ended, against)] : [];
  });
}

const OTHERWISE = { settled: 'failed', failed: 'settled' } as const;

function contradictionOf(
  { ours, theirs }: Pick<Contradiction, 'ours' | 'theirs'>,
  ended: readonly DetailClaim[],
  against: readonly LineClaim[],
): Contradiction {
  const accounts = ended.map(({ detail }) => accountKey(detail)).sort();
  const others = accounts.length - 1;
  const more = others === 0 ? '' : ` and ${others} more`;
  const shown = accounts.slice(0, ACCOUNTS_SHOWN_MAX).join(', ');
  const hidden = accounts.length - ACCOUNTS_SHOWN_MAX;
  const whose = others === 0 ? shown : `one of ${shown}${hidden > 0 ? ` and ${hidden} more` : ''}`;
  const said = against.map(lineSaid).sort().slice(0, ACCOUNTS_SHOWN_MAX).join('; ');
  return {
    key: `${at(accounts, 0)}${more}: ${ours}, ${against.length} ${theirs}`,
    accounts,
    ours,
    theirs,
    lines: against.length,
    message: `${whose} was ${ours}, and the provider says ${theirs} now: ${said}`,
  };
}

function lineSaid({ line }: LineClaim): string {
  const { withdrawTId, statusText } = line;
  const number = withdrawTId === undefined ? '' : ` by serial number ${withdrawTId}`;
  return `${lineText(line)}${number}${statusText === undefined ? '' : ` (${statusText})`}`;
}
