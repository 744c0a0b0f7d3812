import type { World } from '../engine/world.ts';
import type { Api, Call, CodeFault, Provider, Reply } from '../transport/call.ts';
import { saidOddly } from '../workload/oddTexts.ts';
import type { ReferralBook, Taken } from './referralBook.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const not = (...codes: readonly string[]): CodeFault[] => codes.map((code) => ({ code, processed: false }));

const CODES: Readonly<Partial<Record<Api, readonly CodeFault[]>>> = {
  'feishu.token': not('10003', '99991400', '55555'),
  'feishu.withdraw': [
    ...not('99991663', '99991668', '99991400', '99991672', '99991403', '1002001', '77777'),
    { code: '1002001', processed: true },
    { code: '77777', processed: true },
  ],
  'feishu.reconciliation': not('99991663', '99991400', '99991672', '1002001', '77777'),
};

const TWISTS: Readonly<Partial<Record<Api, readonly string[]>>> = {
  'feishu.withdraw': ['another order', 'unreadable points', 'a member nobody knows', 'time as a number'],
  'feishu.reconciliation': ['others too', 'no list'],
};

/** Feishu's referral accounts and its tokens, written from the documents and not from our client. */
export class FeishuReferrals implements Provider {
  readonly apis: readonly Api[] = ['feishu.token', 'feishu.withdraw', 'feishu.reconciliation'];
  readonly #world: World;
  readonly #book: ReferralBook;
  #tokens = 0;

  constructor(world: World, book: ReferralBook) {
    this.#world = world;
    this.#book = book;
  }

  codes(api: Api): readonly CodeFault[] {
    return CODES[api] ?? [];
  }

  twists(api: Api): readonly string[] {
    return TWISTS[api] ?? [];
  }

  refuse(_call: Call, code: string): Reply {
    const status = code === '99991400' ? 429 : code.startsWith('9999') ? 400 : 200;
    const headers = { ...JSON_TYPE, 'x-ogw-ratelimit-reset': '5', 'x-tt-logid': 'log' };
    return {
      status,
      headers,
      text: JSON.stringify({ code: Number(code), msg: saidOddly(this.#world, `refused by ${code}`) }),
    };
  }

  handle(call: Call, twist: string | undefined): Reply {
    if (call.api === 'feishu.withdraw') return this.#withdraw(call, twist);
    if (call.api === 'feishu.reconciliation') return this.#reconcile(call, twist);
    this.#tokens += 1;
    return ok({ tenant_access_token: `t-${this.#tokens}`, expire: 7200 });
  }

  #withdraw(call: Call, twist: string | undefined): Reply {
    const body = JSON.parse(call.body) as { withdraw_bonus_type: number[]; external_order_id: string };
    const accountId = /referral_account\/([^/]+)\/withdraw$/.exec(call.url.pathname)?.[1] ?? '';
    const kinds = {
      points: body.withdraw_bonus_type.includes(1),
      cash: body.withdraw_bonus_type.includes(2),
    };
    const taken = this.#book.withdraw(decodeURIComponent(accountId), body.external_order_id, kinds, call);
    if (typeof taken === 'number') return this.refuse(call, String(taken));
    return ok({ data: this.#withdrawal(taken, twist) });
  }

  #withdrawal({ orderId, points, cash, transTime }: Taken, twist: string | undefined): object {
    const lines = cash.map(({ currency, fen }) => ({ currency_type: currency, amount: fen / 100 }));
    const details = {
      point_bonus: twist === 'unreadable points' ? 'some' : points,
      cash_bonus: lines,
      ...(twist === 'a member nobody knows' ? { star_bonus: 7 } : {}),
    };
    return {
      external_order_id: twist === 'another order' ? `${orderId}-x` : orderId,
      trans_time: twist === 'time as a number' ? transTime : String(transTime),
      ...(points === 0 && cash.length === 0 && twist === undefined ? {} : { withdrawal_details: details }),
    };
  }

  #reconcile(call: Call, twist: string | undefined): Reply {
    const body = JSON.parse(call.body) as {
      start_trans_time: string;
      end_trans_time: string;
      trade_details: { account_id: string; total_recharge_reward_info: { point_bonus: number } }[];
    };
    const withdrawn = this.#book.pointsBetween(Number(body.start_trans_time), Number(body.end_trans_time));
    const claimed = new Map(
      body.trade_details.map((line) => [line.account_id, line.total_recharge_reward_info.point_bonus]),
    );
    const list = [...new Set([...withdrawn.keys(), ...claimed.keys()])]
      .filter((account) => (withdrawn.get(account) ?? 0) !== (claimed.get(account) ?? 0))
      .map((account) => line(account, withdrawn.get(account), claimed.get(account)));
    if (twist === 'others too') list.unshift(line('somebody-else', 5, undefined));
    const isEmpty = list.length === 0 && (twist === 'no list' || this.#world.random.chance(500));
    return ok({ data: isEmpty ? {} : { check_failed_list: this.#world.random.shuffled(list) } });
  }
}

function line(account: string, withdrawn: number | undefined, claimed: number | undefined): object {
  return {
    account_id: account,
    ...(withdrawn === undefined ? {} : { total_withdraw_reward_info: { point_bonus: withdrawn } }),
    ...(claimed === undefined ? {} : { total_recharge_reward_info: { point_bonus: claimed } }),
  };
}

function ok(members: object): Reply {
  return { status: 200, headers: JSON_TYPE, text: JSON.stringify({ code: 0, msg: 'ok', ...members }) };
}
