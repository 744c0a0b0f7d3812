import type { Random } from '../engine/random.ts';
import type { Line } from './allinpayBook.ts';
import type { AllinpayBook } from './allinpayBook.ts';

/** By which names the gateway calls an account that was asked by one. */
export type Naming = 'as asked, and by id' | 'by id alone' | 'by the other name alone';

/** How a gateway writes the lines of its answers, the same in all of them. */
export interface LineHabits {
  readonly naming: Naming;
  /** a line that failed says that nothing arrived */
  readonly zeroWhenFailed: boolean;
  /** what balanceQuery says of names */
  readonly balances: 'pairs' | 'one id for all' | 'refused';
}

export function lineHabits(random: Random): LineHabits {
  return {
    naming: random.weighted<Naming>([
      [5, 'as asked, and by id'],
      [3, 'by id alone'],
      [2, 'by the other name alone'],
    ]),
    zeroWhenFailed: random.chance(300),
    balances: random.weighted<LineHabits['balances']>([
      [5, 'pairs'],
      [2, 'one id for all'],
      [3, 'refused'],
    ]),
  };
}

/** What a line says of its account. */
export function namesIn(book: AllinpayBook, { account }: Line, naming: Naming): object {
  const names = book.namesOf(account);
  if (names === undefined) return { referenceType: 11 };
  const byCode = account.startsWith('code:');
  const code = { externalCode: names.code };
  const id = { accountUserId: names.id };
  switch (naming) {
    case 'as asked, and by id':
      return { referenceType: 1, ...id, ...(byCode ? code : {}) };
    case 'by id alone':
      return { referenceType: 1, ...id };
    case 'by the other name alone':
      return { referenceType: 1, ...(byCode ? id : code) };
  }
}
