import type { Api, Subject } from '../apis.ts';
import { fits, type FaultName, type FaultOf, type FaultRule } from './rules.ts';

export type TwistName =
  | 'reconciliationShift'
  | 'unknownMember'
  | 'detailFails'
  | 'lookupLag'
  | 'changedAmount'
  | 'otherAccount'
  | 'itemMissing';
export type WireFault = Exclude<FaultRule, { fault: TwistName | 'delay' | 'delayBefore' }>;

/** What the rules do to the wire of one call. */
export interface WirePlan {
  readonly delayBeforeMs: number;
  readonly delayAfterMs: number;
  /** of several rules that replace the answer the first fires, and only that one is used up */
  readonly fault: WireFault | null;
  readonly names: readonly FaultName[];
}

interface Entry {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

const unused = (rule: FaultRule): Entry => ({ rule, seen: 0, fired: 0 });

const twists: ReadonlySet<FaultName> = new Set<TwistName>([
  'reconciliationShift',
  'unknownMember',
  'detailFails',
  'lookupLag',
  'changedAmount',
  'otherAccount',
  'itemMissing',
]);

function isTwist(rule: FaultRule): rule is FaultOf<TwistName> {
  return twists.has(rule.fault);
}

function isOf<Name extends FaultName>(rule: FaultRule, name: Name): rule is FaultOf<Name> {
  return rule.fault === name;
}

function selects(rule: FaultRule, api: Api, subject: Subject): boolean {
  return (
    (rule.on === '*' || rule.on === api) &&
    fits(rule.fault, api) &&
    (rule.orderId === undefined || rule.orderId === subject.orderId) &&
    (rule.account === undefined || subject.accounts.includes(rule.account)) &&
    (rule.recordId === undefined || subject.records?.includes(rule.recordId) === true)
  );
}

/** Counts a matching call against `skip` and `times`; true where the rule fires on it. */
function fires(entry: Entry): boolean {
  const { skip = 0, times = Infinity } = entry.rule;
  if (entry.fired >= times) return false;
  entry.seen += 1;
  if (entry.seen <= skip) return false;
  entry.fired += 1;
  return true;
}

/** The rules in force, and how often each has fired. Not part of the saved state: a restart behaves again. */
export class FaultBook {
  readonly #standing: readonly Entry[];
  #entries: Entry[] = [];

  /** @param standing always in force, behind those that are set: what named accounts do */
  constructor(standing: readonly FaultRule[]) {
    this.#standing = standing.map(unused);
  }

  replace(rules: readonly FaultRule[]): void {
    this.#entries = rules.map(unused);
  }

  list(): readonly { readonly rule: FaultRule; readonly fired: number }[] {
    return this.#entries.map(({ rule, fired }) => ({ rule, fired }));
  }

  /** Decides, once a call, what happens to its wire. */
  wirePlan(api: Api, subject: Subject): WirePlan {
    let delayBeforeMs = 0;
    let delayAfterMs = 0;
    let fault: WireFault | null = null;
    const names: FaultName[] = [];
    for (const entry of [...this.#entries, ...this.#standing]) {
      const { rule } = entry;
      if (isTwist(rule) || !selects(rule, api, subject)) continue;
      if (rule.fault === 'delay' || rule.fault === 'delayBefore') {
        if (!fires(entry)) continue;
        if (rule.fault === 'delay') delayAfterMs += rule.ms;
        else delayBeforeMs += rule.ms;
      } else {
        if (fault !== null || !fires(entry)) continue;
        fault = rule;
      }
      names.push(rule.fault);
    }
    return { delayBeforeMs, delayAfterMs, fault, names };
  }

  /** The first rule of this name that fires. `still` is asked before the rule is counted as used. */
  twist<Name extends TwistName>(
    name: Name,
    api: Api,
    subject: Subject,
    still: (rule: FaultOf<Name>) => boolean = () => true,
  ): FaultOf<Name> | undefined {
    for (const entry of [...this.#entries, ...this.#standing]) {
      const { rule } = entry;
      if (isOf(rule, name) && selects(rule, api, subject) && still(rule) && fires(entry)) return rule;
    }
    return undefined;
  }
}
