import type { AllinpayDetail, DetailStatus } from '../../contract/flows/allinpayWithdrawal.ts';
import { at } from '../at.ts';
import { nameAsked, namesFrom, type AccountNames, type Names } from './accountNames.ts';
import { PLATFORM } from './orderLine.ts';
import { UNTOLD } from './saidOfDetail.ts';
import { shortOf, textOf } from './shortText.ts';

/**
 * What was learnt of the details of an order, for a look-up that has them from elsewhere: one short piece a detail, in
 * their order, between commas. It holds what the next answer is held against and no more: the status, the serial number and
 * what else the account is called.
 *
 * A letter says the status; the serial number follows as `shortOf` writes it, then the names: `@` before those of a shop,
 * `!` of the platform, `~` where neither is known, the account id, a colon and the external code, as far as they are known
 * and were not asked by.
 */
export function learntText(details: readonly AllinpayDetail[], accounts: readonly AccountNames[]): string {
  const allNames = namesFrom(accounts);
  const pieceOf = (detail: AllinpayDetail): string =>
    `${letterOf(detail)}${numberOf(detail)}${namesOf(detail, allNames)}`;
  return details.map(pieceOf).join(',');
}

/** What a look-up is told of an order. */
export interface LearntDetails {
  /** as far as the next answer is held against them */
  readonly details: readonly AllinpayDetail[];
  /** the names of those accounts of which more than one is known */
  readonly accounts: readonly AccountNames[];
}

/**
 * @param asked the details as nothing was known of them
 * @throws RangeError where the text is not of these details
 */
export function readLearnt(asked: readonly AllinpayDetail[], text: string): LearntDetails {
  const pieces = text.split(',');
  if (pieces.length !== asked.length) throw new RangeError('what was learnt is not of these details');
  const read = asked.map((detail, place) => readPiece(detail, at(pieces, place)));
  return {
    details: read.map(({ detail }) => detail),
    accounts: read.flatMap(({ names }) => names ?? []),
  };
}

const LETTERS: Readonly<Record<DetailStatus, string>> = { pending: 'p', settled: 's', failed: 'f' };
const UNTOLD_LETTER = 'u';

function letterOf({ status, reason }: AllinpayDetail): string {
  return status === 'pending' && reason !== undefined ? UNTOLD_LETTER : LETTERS[status];
}

function numberOf({ withdrawTId }: AllinpayDetail): string {
  return withdrawTId === undefined ? '' : shortOf(withdrawTId);
}

function namesOf(detail: AllinpayDetail, allNames: (said: Names) => Names): string {
  const asked = nameAsked(detail);
  const { accountUserId, externalCode, isPlatform } = allNames(asked);
  const id = asked.accountUserId === undefined ? accountUserId : undefined;
  const code = asked.externalCode === undefined ? externalCode : undefined;
  const isMore = id !== undefined || code !== undefined || (isPlatform !== undefined && !asked.isPlatform);
  if (!isMore) return '';
  const kind = isPlatform === undefined ? '~' : isPlatform ? '!' : '@';
  return `${kind}${id === undefined ? '' : shortOf(id)}${code === undefined ? '' : `:${shortOf(code)}`}`;
}

interface Piece {
  readonly detail: AllinpayDetail;
  readonly names?: AccountNames;
}

function readPiece(asked: AllinpayDetail, piece: string): Piece {
  const namesAt = piece.search(/[@!~]|$/);
  const number = piece.slice(1, namesAt);
  const names = piece.slice(namesAt);
  const detail = {
    ...asked,
    ...standing(piece.charAt(0)),
    ...(number === '' ? {} : { withdrawTId: textOf(number) }),
  };
  return names === '' ? { detail } : { detail, names: namesRead(asked, names) };
}

function standing(letter: string): Pick<AllinpayDetail, 'status' | 'reason'> {
  switch (letter) {
    case LETTERS.pending:
      return { status: 'pending' };
    case UNTOLD_LETTER:
      return { status: 'pending', reason: UNTOLD };
    case LETTERS.settled:
      return { status: 'settled' };
    case LETTERS.failed:
      return { status: 'failed' };
    default:
      throw new RangeError(`no status is written ${JSON.stringify(letter)}`);
  }
}

const NO_PLATFORM = 'not the platform';

function namesRead(asked: AllinpayDetail, written: string): AccountNames {
  const { accountUserId, externalCode } = nameAsked(asked);
  const [id, code] = written.slice(1).split(':');
  const kind = written.charAt(0);
  return {
    ...member('accountUserId', id ? textOf(id) : accountUserId),
    ...member('externalCode', code === undefined ? externalCode : textOf(code)),
    ...member('referenceType', kind === '~' ? undefined : kind === '!' ? PLATFORM : NO_PLATFORM),
  };
}

function member(name: keyof AccountNames, value: string | undefined): AccountNames {
  return value === undefined ? {} : { [name]: value };
}
