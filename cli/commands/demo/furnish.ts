import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox/index.ts';
import { seededBonuses } from './bonusScene.ts';
import { readExamples } from './examples.ts';
import { seededAccounts } from './scene.ts';
import { seedAccounts, seedShops } from './seed.ts';
import { seedBonuses } from './seedBonuses.ts';

const markOf = (stateDir: string): string => join(stateDir, 'furnishing');

/** Takes away a sandbox that its process, killed meanwhile, furnished in part: nobody has used it yet. */
export async function dropHalfFurnished(stateDir: string): Promise<void> {
  if (!existsSync(markOf(stateDir))) return;
  await rm(join(stateDir, 'sandbox.json'), { force: true });
  await rm(markOf(stateDir));
}

/** Gives a sandbox what the examples and the pages name: shops, and where it is new referral accounts and bonuses. */
export async function furnish(sandbox: Sandbox, stateDir: string): Promise<void> {
  const { allinpay, wrong } = await readExamples('default');
  await seedShops(sandbox, [...allinpay, ...wrong]);
  const { effects, calls } = sandbox.ledger();
  if (effects.length + calls.length > 0) return;
  await writeFile(markOf(stateDir), '');
  await seedAccounts(sandbox, seededAccounts);
  await seedBonuses(sandbox, seededBonuses);
  await rm(markOf(stateDir));
}
