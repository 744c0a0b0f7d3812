import type { World } from '../engine/world.ts';
import type { Api, Call, CodeFault, Provider, Reply } from '../transport/call.ts';
import { saidOddly } from '../workload/oddTexts.ts';
import type { AllinpayBook, Booking, Line, Wanted } from './allinpayBook.ts';
import { namesIn, type LineHabits } from './allinpayLines.ts';

const STATUS = { pending: 1, settled: 2, failed: 3 };

/**
 * Longer, and the first planned poll may not show a booking yet, half an hour after the send at the earliest. What a
 * catch-all refusal hides must show by then: the product's promise rests on it.
 */
const LAG_OF_REFUSED = 25 * 60_000;
const LAG_MS_MAX = 5 * 3600_000;

const NAMED = 'as asked, and by id';

/** A refusal that means what it says: this app reads no balances. */
const NO_BALANCES = '1001';

const WITHDRAW_CODES: readonly CodeFault[] = [
  { code: '302', processed: false },
  { code: '3103', processed: false },
  { code: '3104', processed: false },
  { code: '3106', processed: false },
  { code: '1001', processed: false },
  { code: '2001', processed: false },
  { code: '3101', processed: false },
  { code: '3', processed: false },
  { code: '3', processed: true },
  { code: '500', processed: false },
  { code: '500', processed: true },
  { code: '3201', processed: true },
  { code: '3999', processed: false },
  { code: '8888', processed: true },
];

const READ_CODES: readonly CodeFault[] = ['302', '3103', '3106', '500', '3999', '8888', '1001'].map(
  (code) => ({
    code,
    processed: false,
  }),
);

/** The form fields of a request, as far as they matter. */
interface Asked {
  readonly method: string;
  readonly reqSeq: string;
  readonly content: { readonly orderId?: string; readonly details?: readonly AskedDetail[] };
}

interface AskedDetail {
  readonly accountUserId?: number;
  readonly externalCode?: string;
  readonly isPlatform?: boolean;
  readonly withdrawAmount: number;
}

/** Allinpay's gateway, written from its documents and not from our client. */
export class AllinpayGateway implements Provider {
  readonly apis: readonly Api[] = [
    'allinpay.withdraw',
    'allinpay.withdrawResultQuery',
    'allinpay.balanceQuery',
  ];
  readonly #world: World;
  readonly #book: AllinpayBook;
  readonly #habits: LineHabits;
  readonly #fenPerUnit: number;
  #last: Reply | undefined;

  constructor(world: World, book: AllinpayBook, habits: LineHabits, unit: 'yuan' | 'fen') {
    this.#world = world;
    this.#book = book;
    this.#habits = habits;
    this.#fenPerUnit = unit === 'yuan' ? 100 : 1;
  }

  codes(api: Api): readonly CodeFault[] {
    return api === 'allinpay.withdraw' ? WITHDRAW_CODES : READ_CODES;
  }

  twists(api: Api): readonly string[] {
    if (api === 'allinpay.balanceQuery') return ['an account left out'];
    return [
      'another order',
      'another request',
      'other unit',
      'no status',
      'no amounts',
      'a line left out',
      'no details',
      ...(this.#habits.naming === NAMED ? [] : ['named as asked']),
      ...(api === 'allinpay.withdraw' ? ['lag'] : []),
    ];
  }

  refuse(call: Call, code: string): Reply {
    const asked = askedBy(call);
    return this.#reply(asked, { code: Number(code), msg: saidOddly(this.#world, `refused by ${code}`) });
  }

  handle(call: Call, twist: string | undefined): Reply {
    const asked = askedBy(call);
    if (call.api === 'allinpay.withdraw') return this.#withdraw(asked, twist, call);
    if (call.api === 'allinpay.withdrawResultQuery') return this.#lookUp(asked, twist);
    const { balances } = this.#habits;
    this.#world.coverage.note(`allinpay/balances/${balances}`);
    return balances === 'refused' ? this.refuse(call, NO_BALANCES) : this.#balances(asked, twist);
  }

  #withdraw(asked: Asked, twist: string | undefined, call: Call): Reply {
    const { random } = this.#world;
    const { orderId = '', details = [] } = asked.content;
    const wanted = details.map((detail): Wanted => ({
      account: accountOf(detail),
      fen: Math.round(detail.withdrawAmount * this.#fenPerUnit),
    }));
    const lag = random.chance(800) ? 0 : random.span(1000, LAG_OF_REFUSED);
    const booking = this.#book.book(orderId, wanted, twist === 'lag' ? LAG_MS_MAX : lag, call);
    return this.#order(asked, booking, twist);
  }

  #lookUp(asked: Asked, twist: string | undefined): Reply {
    const { timeline } = this.#world;
    const shown = this.#book
      .of(asked.content.orderId ?? '')
      .find(({ shownFrom }) => !this.#world.stormy || shownFrom <= timeline.now);
    if (shown === undefined) return this.#reply(asked, { code: 3, msg: 'order does not exist' });
    return this.#order(asked, shown, twist);
  }

  #order(asked: Asked, booking: Booking, twist: string | undefined): Reply {
    const { random } = this.#world;
    const lines = random.shuffled(booking.lines);
    if (twist === 'a line left out') lines.pop();
    const details = lines.map((line) => this.#line(line, twist));
    const orderId = twist === 'another order' ? `${booking.orderId}-x` : booking.orderId;
    const data = { orderId, ...(twist === 'no details' ? {} : { details }) };
    const reply = this.#reply(asked, { code: 0, msg: 'ok', data });
    const earlier = this.#last;
    this.#last = reply;
    return twist === 'another request' && earlier !== undefined ? earlier : reply;
  }

  #line(line: Line, twist: string | undefined): object {
    const { habits } = this.#book;
    const status = this.#book.statusOf(line);
    const arrived = habits.feeInside ? line.asked - line.fee : line.asked;
    const fen = status === 'failed' && this.#habits.zeroWhenFailed ? 0 : arrived;
    const perUnit = twist === 'other unit' ? (this.#fenPerUnit === 100 ? 1 : 100) : this.#fenPerUnit;
    const naming = twist === 'named as asked' ? NAMED : this.#habits.naming;
    this.#world.coverage.note(`allinpay/lines/${naming}`);
    if (line.fee > 0) this.#world.coverage.note(`allinpay/fees/${habits.feeInside ? 'inside' : 'beside'}`);
    return {
      ...namesIn(this.#book, line, naming),
      withdrawTId: line.serial,
      ...(twist === 'no amounts' ? {} : { withdrawAmount: fen / perUnit, fee: line.fee / perUnit }),
      ...(twist === 'no status' ? {} : { withdrawStatus: STATUS[status] }),
      ...(status === 'failed' ? { withdrawStatusDesc: saidOddly(this.#world, 'account closed') } : {}),
    };
  }

  #balances(asked: Asked, twist: string | undefined): Reply {
    const lines = (asked.content.details ?? []).map((detail) => {
      const names = this.#book.namesOf(accountOf({ ...detail, withdrawAmount: 0 }));
      return {
        accountUserId: names === undefined || this.#habits.balances === 'one id for all' ? 900_000 : names.id,
        accountSetNo: 'S1',
        referenceType: names === undefined ? '11' : '1',
        ...(names === undefined ? {} : { externalCode: names.code }),
        balance: 900_000,
        frozenBalance: 0,
        availableBalance: 900_000,
        withdrawBalance: this.#world.random.chance(900) ? 900_000 : 0,
      };
    });
    if (twist === 'an account left out') lines.pop();
    return this.#reply(asked, { code: 0, msg: 'ok', data: lines });
  }

  #reply({ method, reqSeq }: Asked, inner: object): Reply {
    const outer = { signed: true, method, reqSeq, bizContent: JSON.stringify(inner) };
    return { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(outer) };
  }
}

function askedBy({ body }: Call): Asked {
  const fields = new URLSearchParams(body);
  const content = JSON.parse(fields.get('bizContent') ?? '{}') as Asked['content'];
  return { method: fields.get('method') ?? '', reqSeq: fields.get('reqSeq') ?? '', content };
}

function accountOf({ accountUserId, externalCode, isPlatform }: AskedDetail): string {
  if (isPlatform === true) return 'platform:';
  return externalCode === undefined ? `user:${accountUserId ?? ''}` : `code:${externalCode}`;
}
