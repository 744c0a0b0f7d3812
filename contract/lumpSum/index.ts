export * from './correction.ts';
export * from './itemCodes.ts';
export * from './judge.ts';
export * from './query.ts';
export * from './record.ts';
export { problemsOfValues, issuanceStatuses, issuanceWays } from './rules.ts';
export { jsonBytes } from './size.ts';
export * from './values.ts';
