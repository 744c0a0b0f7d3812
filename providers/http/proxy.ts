/** A proxy that calls go through. */
export interface Proxy {
  /** `http://host:port` or `https://host:port`, without user and password: it may be shown */
  readonly address: string;
  /** what `Proxy-Authorization` says, a secret; absent where the proxy asks for none */
  readonly authorization?: string | undefined;
}

/** Which way every client sends. A type, since settings are also read as records, which an interface is not. */
export type ClientRoute = {
  /** default: directly */
  readonly proxy?: Proxy | undefined;
};
