import { asyncLocalStorage } from '@temporalio/activity';
import type { Exchange, PostRequest } from '../../../providers/http/http.ts';
import type { World } from '../engine/world.ts';
import { apiOf, type Api, type Call, type Provider, type Reply } from './call.ts';
import type { Fate, Weather } from './weather.ts';

/** A worker process, as far as its calls depend on it. */
export interface Caller {
  readonly number: number;
  readonly alive: boolean;
  /** ms: stands still until then, as a machine does that was suspended */
  readonly standsStillUntil: number;
}

export type Moment = 'before the call' | 'while under way' | 'after the answer';

export interface Callers {
  byNumber(worker: number): Caller;
  /** Whether the worker dies at this moment of a call; it does so then. */
  dies(worker: Caller, moment: Moment, api: Api): boolean;
  /** Whether the worker stands still for a while from now on. */
  stalls(worker: Caller): void;
}

/** A call that was made, for whoever checks what may be called when. */
export interface Sent {
  readonly call: Call;
  /** of the activity that made it; the token is fetched by whoever needs it first */
  readonly workflowId: string | undefined;
  readonly activityType: string | undefined;
}

const never = new Promise<never>(() => undefined);

/** Brings calls to the providers and answers back, as slowly and as badly as the weather has it. */
export class Network {
  readonly #world: World;
  readonly #weather: Weather;
  readonly #callers: Callers;
  readonly #providers: readonly Provider[];
  readonly #arrived: (sent: Sent) => void;

  constructor(
    world: World,
    weather: Weather,
    callers: Callers,
    providers: readonly Provider[],
    arrived: (sent: Sent) => void,
  ) {
    this.#world = world;
    this.#weather = weather;
    this.#callers = callers;
    this.#providers = providers;
    this.#arrived = arrived;
  }

  async carry(request: PostRequest): Promise<Exchange> {
    const { timeline, random, trace } = this.#world;
    const url = new URL(request.url);
    const worker = this.#callers.byNumber(Number(/^w(\d+)\./.exec(url.hostname)?.[1]));
    const api = apiOf(url, request.body);
    if (this.#callers.dies(worker, 'before the call', api)) return never;
    if (!worker.alive) return never;
    const provider = this.#providers.find(({ apis }) => apis.includes(api));
    if (provider === undefined) throw new Error(`nobody serves ${api}`);
    const fate = this.#weather.fateOf(provider, api);
    const { info } = asyncLocalStorage.getStore() ?? {};
    const sent: Sent = {
      call: {
        api,
        url,
        headers: request.headers,
        body: request.body,
        worker: worker.number,
        sentAt: timeline.now,
        runId: info?.workflowExecution?.runId,
      },
      workflowId: info?.workflowExecution?.workflowId,
      activityType: info?.activityType,
    };
    trace.say(`call ${api} of ${sent.call.runId ?? 'nobody'} (${fate.name})`);
    if (!fate.arrives) {
      await timeline.wait(random.int(1, 50));
      return this.#deliver(worker, sent, { kind: 'notSent', reason: 'ECONNREFUSED' });
    }
    const there = random.span(1, 800);
    return new Promise((resolve) => {
      let delivered = false;
      const deliver = (exchange: Exchange): 'stale' | undefined => {
        if (delivered) return 'stale';
        delivered = true;
        void this.#deliver(worker, sent, exchange).then(resolve);
        return undefined;
      };
      this.#limitTime(request, deliver);
      timeline.in(there, () => {
        const reply = this.#arrive(provider, sent, fate);
        if (this.#callers.dies(worker, 'while under way', api) || reply === undefined) return;
        const back = fate.answer.kind === 'late' ? random.int(25_000, 90_000) : random.span(1, 2000);
        timeline.in(back, () => deliver({ kind: 'answer', ...reply }));
      });
    });
  }

  /** What the provider makes of a call that arrived. @returns undefined where its answer is lost */
  #arrive(provider: Provider, sent: Sent, { processed, answer }: Fate): Reply | undefined {
    const { timeline, random } = this.#world;
    this.#arrived(sent);
    const twist = answer.kind === 'proper' ? answer.twist : undefined;
    const reply = processed === 'yes' ? provider.handle(sent.call, twist) : undefined;
    if (processed === 'later') {
      timeline.in(random.int(60_000, 3 * 3600_000), () => {
        provider.handle(sent.call, undefined);
      });
    }
    switch (answer.kind) {
      case 'none':
        return undefined;
      case 'proper':
      case 'late':
        return reply;
      case 'cut':
        return reply && { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length / 2)) };
      case 'code':
        return provider.refuse(sent.call, answer.code);
      case 'status':
        return {
          status: answer.status,
          headers: { 'content-type': 'text/html', ...answer.headers },
          text: '<html>',
        };
    }
  }

  #limitTime({ timeoutMs, signal }: PostRequest, deliver: (exchange: Exchange) => 'stale' | undefined): void {
    const headers = {};
    this.#world.timeline.in(timeoutMs, () =>
      deliver({ kind: 'lost', reason: 'time-out (request)', headers }),
    );
    signal?.addEventListener('abort', () => {
      deliver({ kind: 'lost', reason: 'cancelled while under way', headers });
    });
  }

  /** An answer reaches the code only while its process lives and runs. */
  async #deliver(worker: Caller, sent: Sent, exchange: Exchange): Promise<Exchange> {
    this.#callers.stalls(worker);
    const standstill = worker.standsStillUntil - this.#world.timeline.now;
    if (standstill > 0) await this.#world.timeline.wait(standstill);
    if (!worker.alive) return never;
    if (this.#callers.dies(worker, 'after the answer', sent.call.api)) return never;
    return exchange;
  }
}
