/** A real Temporal server without a container engine, for tests, the demo and `npm start`. */
export { findTemporal, TemporalNotFound } from './findTemporal.ts';
export type { FindTemporalOptions } from './findTemporal.ts';
export type { ProgramName } from './programs.ts';
export { resolveTemporal } from './resolveTemporal.ts';
export type { TemporalSource } from './resolveTemporal.ts';
export { startDevServer } from './startDevServer.ts';
export type { DevServer, DevServerOptions } from './startDevServer.ts';
export type { SearchAttributeKind } from './searchAttributes.ts';
