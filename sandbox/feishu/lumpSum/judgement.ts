import type { World } from '../../world.ts';
import type { Candidate } from './judge.ts';
import { personOf } from './people.ts';
import type { ItemRule } from './settings.ts';

/** The rules of an item; null where there is no such item. */
export function itemRuleOf(world: World, itemId: string): ItemRule | null {
  const { items, itemRule } = world.settings.feishu.lumpSum;
  if (itemId === '') return null;
  if (items === null) return itemRule;
  return Object.entries(items).find(([id]) => id === itemId)?.[1] ?? null;
}

/** What the values of a record are measured by: its item, its employee, the currencies there are. */
export function measures(
  world: World,
  itemId: string,
  userId: string,
): Pick<Candidate, 'rule' | 'userId' | 'employeeExists' | 'currencies'> {
  const employee = world.state.feishu.lumpSums.employees.get(personOf(userId));
  return {
    rule: itemRuleOf(world, itemId),
    userId,
    employeeExists: employee?.exists !== false,
    currencies: world.settings.feishu.lumpSum.currencies,
  };
}
