import { selectorOf, type AccountSelector } from '../../contract/allinpayAccount.ts';
import { PLATFORM } from './orderLine.ts';

/** The names that the provider gives to one account. */
export interface AccountNames {
  /** digits */
  readonly accountUserId?: string;
  readonly externalCode?: string;
  readonly referenceType?: string;
}

/** What is known of an account's names. A name that is left out is not known, which says nothing against it. */
export interface Names {
  readonly accountUserId?: string;
  readonly externalCode?: string;
  readonly isPlatform?: boolean;
}

/**
 * Makes what adds the other names of an account to those that a detail or a line says, where the provider's answers
 * agree on them. A name that they give to two accounts adds nothing.
 */
export function namesFrom(known: readonly AccountNames[]): (said: Names) => Names {
  const accounts = new Map<string, Known>();
  for (const account of known.map(namesGivenBy)) {
    for (const name of namesGiven(account))
      accounts.set(name, joined(accounts.get(name) ?? account, account));
  }
  return (said) => {
    const account = namesGiven(said)
      .flatMap((name) => accounts.get(name) ?? [])
      .reduce<Known>(joined, said);
    return account === SEVERAL ? said : account;
  };
}

/** One text for each name that is given. Not being the platform is no name: most accounts have it in common. */
export function namesGiven({ accountUserId, externalCode, isPlatform }: Names): readonly string[] {
  return [
    ...(accountUserId === undefined ? [] : [`id ${accountUserId}`]),
    ...(externalCode === undefined ? [] : [`code ${externalCode}`]),
    ...(isPlatform === true ? ['platform'] : []),
  ];
}

/** Whether no name speaks against it: of each kind both say the same, or one of them says nothing. */
export function mayBeSame(line: Names, detail: Names): boolean {
  return (
    agree(line.accountUserId, detail.accountUserId) &&
    agree(line.externalCode, detail.externalCode) &&
    agree(line.isPlatform, detail.isPlatform)
  );
}

/** The one name that a detail was asked by. */
export function nameAsked(selector: AccountSelector): Names {
  const account = selectorOf(selector);
  return 'accountUserId' in account ? { accountUserId: String(account.accountUserId) } : account;
}

export function namesGivenBy({ accountUserId, externalCode, referenceType }: AccountNames): Names {
  return {
    ...(accountUserId === undefined ? {} : { accountUserId }),
    ...(externalCode === undefined ? {} : { externalCode }),
    ...(referenceType === undefined ? {} : { isPlatform: referenceType === PLATFORM }),
  };
}

const SEVERAL = Symbol('several accounts');

type Known = Names | typeof SEVERAL;

function joined(one: Known, other: Known): Known {
  return one !== SEVERAL && other !== SEVERAL && mayBeSame(one, other) ? { ...one, ...other } : SEVERAL;
}

function agree<Name>(one: Name | undefined, other: Name | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
