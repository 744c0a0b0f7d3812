/** A rule that must always hold did not. */
export class Broken extends Error {
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** @throws Broken unless it holds */
export function mustHold(holds: boolean, rule: string, message: () => string): asserts holds {
  if (!holds) throw new Broken(rule, message());
}
