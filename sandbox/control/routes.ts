import { Hono } from 'hono';
import { accountChanges } from '../allinpay/accounts.ts';
import { changeAccounts, settleAll } from '../allinpay/settlement.ts';
import { faultRules } from '../faults/rules.ts';
import type { Ledger } from '../ledger.ts';
import { changeSettings } from '../settings.ts';
import type { World } from '../world.ts';
import { lumpSumControl } from './lumpSums.ts';
import { jsonOf, refuse, type Env } from './request.ts';

/** The ledger as of now: settlements that have fallen due are in it. */
export function currentLedger(world: World, orderId?: string): Ledger {
  settleAll(world);
  world.flush();
  return world.ledger.view(orderId);
}

/** The side door for people and tests: look at everything, and say what shall go wrong. */
export function controlRoutes(world: World): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/sandbox/ledger', (c) => c.json(currentLedger(world, c.req.query('orderId'))));
  app.get('/sandbox/faults', (c) => c.json(world.faults.list()));
  app.put('/sandbox/faults', async (c) => {
    const read = faultRules.safeParse(await jsonOf(c));
    if (!read.success) return refuse(c, read.error);
    world.faults.replace(read.data);
    return c.json(world.faults.list());
  });
  app.get('/sandbox/settings', (c) => c.json(world.settings));
  app.put('/sandbox/settings', async (c) => {
    const changed = changeSettings(world.settings, await jsonOf(c));
    if (!changed.success) return refuse(c, changed.error);
    world.settings = changed.data;
    return c.json(world.settings);
  });
  app.put('/sandbox/allinpay/accounts', async (c) => {
    const read = accountChanges.safeParse(await jsonOf(c));
    if (!read.success) return refuse(c, read.error);
    const accounts = changeAccounts(world, read.data);
    world.flush();
    return c.json(accounts);
  });
  app.route('/sandbox/lump-sum', lumpSumControl(world));
  return app;
}
