import type { Problem } from '../../../contract/index.ts';
import { wholeNumberCell, withoutEmpty } from '../../files/csvCells.ts';

/**
 * `externalCode=SHOP-1:settled`, `accountUserId=17:failed` or `platform:settled`. Anything else is passed on as it is,
 * for the contract to refuse by its parts. A code may hold a colon: the last one parts.
 */
export function statedDetailOf(text: string): Record<string, unknown> {
  const colon = text.lastIndexOf(':');
  const [account, status] = colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
  if (account === 'platform') return withoutEmpty({ isPlatform: true, status });
  const equals = account.indexOf('=');
  if (equals < 0) return withoutEmpty({ externalCode: undefined, status });
  const [member, value] = [account.slice(0, equals), account.slice(equals + 1)];
  return withoutEmpty({ [member]: member === 'accountUserId' ? wholeNumberCell(value) : value, status });
}

const FORM = 'is written externalCode=CODE:settled, accountUserId=17:failed or platform:settled';

/** A problem of `details` by the words that were typed; undefined for a problem of something else. */
export function problemOfDetail(
  { field = '', message }: Problem,
  typed: readonly string[],
): Problem | undefined {
  const [found, place] = /^details(?:\[(\d+)\])?/.exec(field) ?? [];
  if (found === undefined) return undefined;
  const text = place === undefined ? undefined : typed[Number(place)];
  if (text === undefined) {
    return {
      field: '--detail',
      message: typed.length === 0 ? `is required, once a detail: ${FORM}` : message,
    };
  }
  return { field: '--detail', message: `${text}: ${message}; it ${FORM}` };
}
