/** Milliseconds since the epoch. Injected, since under a time-skipping server the machine's clock is not the server's. */
export type Clock = () => number | Promise<number>;
