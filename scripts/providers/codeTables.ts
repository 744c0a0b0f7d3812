import { LUMP_SUM_CODES } from '../../contract/lumpSumCodes.ts';
import { ALLINPAY_CODES } from '../../providers/allinpay/codes.ts';
import { FEISHU_APIS, FEISHU_CODES, TOKEN_CODES } from '../../providers/feishu/codes.ts';
import { FEISHU_LIMITS } from '../../providers/feishu/limits.ts';
import type { CodeRow } from '../../providers/http/verdict.ts';
import { code, table } from './table.ts';
import { gradeWord, known, repeated, sourceName } from './verdictWords.ts';

const HEAD = ['code', 'calls', 'meaning', 'failure', 'known', 'repeated by itself', 'source', 'grade'];

function rowOf<Api extends string>(row: CodeRow<Api>, all: readonly Api[], again: string): string[] {
  return [
    row.code,
    row.apis.length === all.length ? 'all' : row.apis.join(', '),
    row.meaning,
    code(row.type),
    known(row),
    again,
    sourceName(row.source),
    gradeWord(row.grade),
  ];
}

/** Every code of Feishu's error map. */
export function feishuCodes(): string {
  const rows = FEISHU_CODES.map((row) =>
    rowOf(row, FEISHU_APIS, TOKEN_CODES.includes(row.code) ? 'once, with a fresh token' : repeated(row)),
  );
  return table(HEAD, rows);
}

/** Every code of Allinpay's error map. */
export function allinpayCodes(): string {
  const all = [...new Set(ALLINPAY_CODES.flatMap(({ apis }) => apis))];
  return table(
    HEAD,
    ALLINPAY_CODES.map((row) => rowOf(row, all, repeated(row))),
  );
}

/** Every code that one record of batch_update can come back with. */
export function lumpSumItemCodes(): string {
  return table(
    ['code', 'Feishu says', '飞书说明', 'mended by another correction', 'what to do'],
    LUMP_SUM_CODES.map(({ code: digits, en, zh, mendable, how }) => [
      digits,
      en,
      zh,
      mendable ? 'yes' : 'no, something at Feishu must change first',
      how,
    ]),
  );
}

/** How often each API may be called. */
export function feishuLimits(): string {
  return table(
    ['call', 'at most', 'within', 'source'],
    Object.entries(FEISHU_LIMITS).map(([api, { calls, windowMs, source }]) => [
      api,
      `${calls} calls`,
      `${windowMs / 1_000} s`,
      sourceName(source),
    ]),
  );
}
