import type { AllinpayApi } from '../../providers/allinpay/codes.ts';
import type { OpenedAnswer } from '../../providers/allinpay/envelope.ts';
import { allinpayViolation, judgeAllinpay } from '../../providers/allinpay/errorMap.ts';
import { FEISHU_APIS, type FeishuApi } from '../../providers/feishu/codes.ts';
import { feishuViolation, judgeFeishu } from '../../providers/feishu/errorMap.ts';
import type { Exchange } from '../../providers/http/http.ts';
import type { CallResult } from '../../providers/http/outcome.ts';
import { readJson } from '../../providers/http/wireJson.ts';
import { judgeWallet } from '../../providers/wallet/errorMap.ts';
import { table } from './table.ts';
import { inOneCell } from './verdictWords.ts';

// Nothing is told here of what an answer means: each is put before the very function that the client asks.

const NOT_SENT: Exchange = { kind: 'notSent', reason: 'ECONNREFUSED' };
const LOST: Exchange = { kind: 'lost', reason: 'ECONNRESET', headers: {} };

function answer(status: number, text: string, type = 'application/json'): Exchange {
  return { kind: 'answer', status, headers: { 'content-type': type }, text };
}

const NO_CONNECTION = 'no connection stood';
const NO_ANSWER = 'the request left, and no whole answer came (time-out, reset, too large, torn)';

/** What Feishu's answers mean that carry no code of the table. */
export function feishuAnswers(): string {
  const judged = (exchange: Exchange) => (api: FeishuApi) => judgeFeishu(api, exchange, 0);
  return byCall(FEISHU_APIS, [
    [NO_CONNECTION, judged(NOT_SENT)],
    [NO_ANSWER, judged(LOST)],
    ['a redirect (HTTP 3xx), which is not followed', judged(answer(302, ''))],
    ['HTTP 429, whatever its body', judged(answer(429, '<html>', 'text/html'))],
    ['HTTP 5xx that is no JSON', judged(answer(502, '<html>', 'text/html'))],
    ['HTTP 2xx or 4xx that is no JSON, or has no integer `code`', judged(answer(404, '', 'text/plain'))],
    ['`code` 0 under HTTP 4xx or 5xx', judged(answer(400, '{"code":0}'))],
    [
      '`code` 0, and `data` that cannot be understood',
      (api) => feishuViolation(api, 'unreadable', undefined),
    ],
    ['a code that is not in the table, HTTP 2xx or 4xx', judged(answer(400, '{"code":4711}'))],
    ['a code that is not in the table, HTTP 5xx', judged(answer(500, '{"code":4711}'))],
  ]);
}

/** What Allinpay's answers mean that carry no code of the table. */
export function allinpayAnswers(): string {
  const apis: readonly AllinpayApi[] = ['withdraw', 'withdrawResultQuery', 'balanceQuery'];
  const judged =
    (exchange: Exchange, opened: OpenedAnswer = { ok: false, problem: 'answer is wrongly signed' }) =>
    (api: AllinpayApi) =>
      judgeAllinpay({ api, orderId: 'asked' }, exchange, () => opened);
  const verified = (inner: string, echoesRequest = true) =>
    judged(answer(200, ''), { ok: true, inner: readJson(inner)?.json, echoesRequest });
  return byCall(apis, [
    [NO_CONNECTION, judged(NOT_SENT)],
    [NO_ANSWER, judged(LOST)],
    ['a redirect (HTTP 3xx), which is not followed', judged(answer(302, ''))],
    [
      'HTTP 2xx that is unsigned, wrongly signed, for another request, or cannot be decrypted',
      judged(answer(200, '')),
    ],
    ['the same under HTTP 4xx or 5xx', judged(answer(502, ''))],
    ['verified, without a `code`', verified('{}')],
    ['verified, and it names another order', verified('{"code":0,"data":{"orderId":"another"}}')],
    ['verified, and it names neither our order nor our request', verified('{"code":3}', false)],
    [
      'verified, `code` 0, and `data` that cannot be understood',
      (api) => allinpayViolation(api, 'unreadable', '0'),
    ],
    ['verified, with a code that is not in the table', verified('{"code":4711}')],
  ]);
}

function byCall<Api extends string>(
  apis: readonly Api[],
  cases: readonly (readonly [string, (api: Api) => CallResult<unknown>])[],
): string {
  // Calls that are judged alike share a column.
  const groups = new Map<string, { readonly apis: Api[]; readonly cells: readonly string[] }>();
  for (const api of apis) {
    const cells = cases.map(([, judge]) => inOneCell(judge(api)));
    const key = cells.join();
    const group = groups.get(key) ?? { apis: [], cells };
    group.apis.push(api);
    groups.set(key, group);
  }
  const columns = [...groups.values()];
  return table(
    ['what came', ...columns.map((column) => column.apis.join(', '))],
    cases.map(([what], row) => [what, ...columns.map(({ cells }) => cells[row] ?? '')]),
  );
}

/** What the wallet's answers mean: all of HTTP, by status. */
export function walletAnswers(): string {
  const byStatus: { from: number; to: number; cell: string }[] = [];
  for (let status = 200; status < 600; status += 1) {
    const cell = inOneCell(judgeWallet(answer(status, ''), 0));
    const last = byStatus.at(-1);
    if (last?.cell === cell) last.to = status;
    else byStatus.push({ from: status, to: status, cell });
  }
  return table(
    ['what came', 'means'],
    [
      [NO_CONNECTION, inOneCell(judgeWallet(NOT_SENT, 0))],
      [NO_ANSWER, inOneCell(judgeWallet(LOST, 0))],
      ['HTTP 2xx with figures that cannot be read', inOneCell(judgeWallet(answer(200, '{"points":-1}'), 0))],
      ...byStatus.map(({ from, to, cell }) => [`HTTP ${from === to ? from : `${from}–${to}`}`, cell]),
    ],
  );
}
