/**
 * Everything that is thrown on purpose to who calls a client or starts a worker. `name` is stable; what the SDK threw, if
 * anything did, is in `cause`.
 */
export abstract class PayoutsError extends Error {
  protected constructor(name: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
  }
}

/** Settings that cannot be used; nothing was tried with them. Values are never in it. */
export class SettingsError extends PayoutsError {
  constructor(problems: readonly { readonly setting: string; readonly message: string }[]) {
    super('SettingsError', problems.map(({ setting, message }) => `${setting} ${message}`).join('; '));
  }
}

/** No Temporal server answered. */
export class NotConnectedError extends PayoutsError {
  constructor(address: string, cause: unknown) {
    super(
      'NotConnectedError',
      `No Temporal server answers at ${address}. Start one (\`payouts dev\`), or give its address by ` +
        '--address or TEMPORAL_ADDRESS.',
      cause,
    );
  }
}
