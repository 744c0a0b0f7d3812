import { once } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { allinpayRoutes } from './allinpay/gateway.ts';
import { controlRoutes, currentLedger } from './control/routes.ts';
import { namedFaults } from './allinpay/namedAccounts.ts';
import { workerEnvironment, type RsaPairs } from './credentials.ts';
import { FaultBook } from './faults/faultBook.ts';
import { faultRules, type FaultRuleInput } from './faults/rules.ts';
import { RateLimits } from './feishu/rateLimits.ts';
import { feishuRoutes } from './feishu/routes.ts';
import { Tokens } from './feishu/tokens.ts';
import { problemsOf } from './json.ts';
import { LedgerBook, type Ledger } from './ledger.ts';
import { changeSettings, type SettingsInput } from './settings.ts';
import { loadState, saveState } from './state.ts';
import { outcomeRoutes } from './owner/outcomes.ts';
import { walletRoutes } from './wallet/credit.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** 0, the default, takes a free one */
  readonly port?: number;
  readonly host?: string;
  /** where everything that must survive a restart is kept; without it nothing does */
  readonly stateFile?: string;
  /** milliseconds; what the stand-ins take for the time. Delays on demand run by the machine's own. */
  readonly clock?: () => number;
  readonly settings?: SettingsInput;
  /** for a sandbox without a state; new ones take up to a second to make */
  readonly rsaPairs?: RsaPairs;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** the FEISHU_, ALLINPAY_, WALLET_CREDIT_URL and WEBHOOK_SECRET settings (and OUTCOME_WEBHOOK_URL where it is asked for) of a worker that is to talk to it */
  readonly env: Record<string, string>;
  ledger(orderId?: string): Ledger;
  /** Replaces all rules. @throws naming every problem of them */
  setFaults(rules: readonly FaultRuleInput[]): void;
  /** Lays a partial change over the settings in force. @throws naming every problem of it */
  setSettings(settings: SettingsInput): void;
  /** Drops what is under way, saves, and frees the port. */
  close(): Promise<void>;
}

function createWorld(options: SandboxOptions, closing: AbortSignal): World {
  const clock = options.clock ?? Date.now;
  const state = loadState(options.stateFile, options.rsaPairs);
  const settings = changeSettings(null, options.settings ?? {});
  if (!settings.success) throw new Error(`sandbox settings: ${problemsOf(settings.error).join('; ')}`);
  let dirty = true;
  const world: World = {
    state,
    settings: settings.data,
    clock,
    ledger: new LedgerBook(state.ledger, clock),
    faults: new FaultBook(faultRules.parse(namedFaults)),
    tokens: new Tokens(clock),
    limits: new RateLimits(clock),
    closing,
    changed() {
      dirty = true;
    },
    flush() {
      if (!dirty || options.stateFile === undefined) return;
      saveState(options.stateFile, state);
      dirty = false;
    },
  };
  // Keys that were handed out must still open what comes after a crash.
  world.flush();
  return world;
}

function createApp(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', controlRoutes(world));
  app.route('/', feishuRoutes(world));
  app.route('/', allinpayRoutes(world));
  app.route('/', walletRoutes(world));
  app.route('/', outcomeRoutes(world));
  // Recognisable, so that a mistake of the stand-in is never taken for a fault that was asked for.
  app.onError((error, c) => c.text(`sandbox mistake: ${error.message}`, 500));
  return app;
}

async function listen(
  server: ReturnType<typeof createAdaptorServer>,
  port: number,
  host: string,
): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port');
  return address.port;
}

/**
 * Starts local stand-ins of Feishu, Allinpay and the owner's wallet on one port. They refuse what the real ones
 * would refuse, keep a ledger of every effect and call, and fail in any way they are told to.
 * @throws where the port is taken, the settings are wrong or the state file cannot be understood
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1' } = options;
  const closing = new AbortController();
  const world = createWorld(options, closing.signal);
  const server = createAdaptorServer({ fetch: createApp(world).fetch });
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host}:${port}`;
  return {
    url,
    port,
    get env() {
      return workerEnvironment(url, world.state.credentials, world.settings);
    },
    ledger: (orderId) => currentLedger(world, orderId),
    setFaults(rules) {
      const read = faultRules.safeParse(rules);
      if (!read.success) throw new Error(`fault rules: ${problemsOf(read.error).join('; ')}`);
      world.faults.replace(read.data);
    },
    setSettings(settings) {
      const changed = changeSettings(world.settings, settings);
      if (!changed.success) throw new Error(`sandbox settings: ${problemsOf(changed.error).join('; ')}`);
      world.settings = changed.data;
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      world.changed();
      world.flush();
    },
  };
}
