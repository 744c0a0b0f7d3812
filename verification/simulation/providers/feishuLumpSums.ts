import type { World } from '../engine/world.ts';
import type { Api, Call, CodeFault, Provider, Reply } from '../transport/call.ts';
import { saidOddly } from '../workload/oddTexts.ts';
import type { LumpSumBook, WireRecord } from './lumpSumBook.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'x-ogw-ratelimit-reset': '5' };
/** Paid already: no longer to be changed. */
const PAID = 21270220;

const not = (...codes: readonly string[]): CodeFault[] => codes.map((code) => ({ code, processed: false }));

/** Feishu's lump-sum payments over the wire, written from the documents and not from our client. */
export class FeishuLumpSums implements Provider {
  readonly apis: readonly Api[] = ['feishu.lumpSumQuery', 'feishu.lumpSumUpdate'];
  readonly #world: World;
  readonly #book: LumpSumBook;

  constructor(world: World, book: LumpSumBook) {
    this.#world = world;
    this.#book = book;
  }

  codes(api: Api): readonly CodeFault[] {
    if (api === 'feishu.lumpSumQuery') return not('2290002', '99991400', '99991663', '99991672', '77777');
    return [
      ...not('2290001', '2290002', '99991400', '99991663', '99991672', '77777'),
      { code: '2290002', processed: true },
      { code: '77777', processed: true },
    ];
  }

  twists(api: Api): readonly string[] {
    if (api === 'feishu.lumpSumQuery') return ['two pages', 'a record twice', 'unreadable amount'];
    return ['an item refused', 'an item left out', 'an item twice', 'codes as text', 'no items'];
  }

  refuse(_call: Call, code: string): Reply {
    const status = code === '99991400' ? 429 : 200;
    return {
      status,
      headers: HEADERS,
      text: JSON.stringify({ code: Number(code), msg: saidOddly(this.#world, `refused by ${code}`) }),
    };
  }

  handle(call: Call, twist: string | undefined): Reply {
    return call.api === 'feishu.lumpSumQuery' ? this.#query(call, twist) : this.#update(call, twist);
  }

  #query(call: Call, twist: string | undefined): Reply {
    const { ids } = JSON.parse(call.body) as { ids: string[] };
    const found = this.#world.random.shuffled(ids.flatMap((id) => this.#book.records.get(id) ?? []));
    const token = call.url.searchParams.get('page_token');
    if (token !== null) return ok({ has_more: false, records: found.slice(1) });
    if (twist === 'two pages' && found.length > 1)
      return ok({ has_more: true, page_token: 'next', records: found.slice(0, 1) });
    const records = twist === 'a record twice' ? [...found, ...found.slice(0, 1)] : found;
    if (twist !== 'unreadable amount') return ok({ has_more: false, records });
    return ok({ has_more: false, records: records.map((record) => ({ ...record, details: 'many' })) });
  }

  #update(call: Call, twist: string | undefined): Reply {
    const { random } = this.#world;
    const { records } = JSON.parse(call.body) as { records: WireRecord[] };
    const refused = twist === 'an item refused' ? random.pick(records)?.id : undefined;
    const items = records.map(({ id, ...record }) => {
      if (id === refused) return { id, code: PAID, message: saidOddly(this.#world, 'paid already') };
      this.#book.update({ ...record, id }, call);
      return { id, code: 0 };
    });
    const shuffled: object[] = random
      .shuffled(items)
      .map((item) => (twist === 'codes as text' ? { ...item, code: String(item.code) } : item));
    if (twist === 'an item left out') shuffled.pop();
    if (twist === 'an item twice') shuffled.push({ ...items[0], code: PAID, message: 'paid already' });
    return ok(twist === 'no items' ? {} : { operate_results: shuffled });
  }
}

function ok(data: object): Reply {
  return { status: 200, headers: HEADERS, text: JSON.stringify({ code: 0, msg: 'ok', data }) };
}
