/** What was started, to be ended in the reverse order, on every way out. */
export class Cleanup {
  readonly #started: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  add(end: () => Promise<void>): void {
    this.#started.push(end);
  }

  /** Ends everything; may be called again. One that cannot be ended does not keep the others. @throws the first error */
  run(): Promise<void> {
    this.#running ??= this.#endAll();
    return this.#running;
  }

  async #endAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const end of this.#started.toReversed()) {
      try {
        await end();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
