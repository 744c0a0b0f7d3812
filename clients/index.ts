/** For services that start payouts and follow them: the client and the contract. Loads no worker code. */
export * from '../contract/index.ts';
export type { Batch } from './follow/batch.ts';
export type { ConnectOptions } from './connect.ts';
export type { Execution, PayoutDescription, PayoutSummary, PendingCall } from './description.ts';
export * from './errors.ts';
export type { PayoutRequest } from './flows.ts';
export {
  followBatch,
  type BatchClient,
  type BatchRun,
  type BatchView,
  type FollowOptions,
} from './follow/followBatch.ts';
export { planCorrections } from './lumpSum/plan.ts';
export { linesOf, lineOutcomes, type LineOutcome, type RecordLine } from './lumpSum/recordLine.ts';
export * from './results/outcome.ts';
export type { PayoutOverview, Waits } from './follow/overview.ts';
export { PayoutHandle, type PayoutRun, type UpdateOptions } from './handle.ts';
export { listQuery, type PayoutFilter } from './payoutFilter.ts';
export { PayoutsClient } from './payoutsClient.ts';
export type { PayoutRecords, ReadOptions, ReadRecord, RecordsOptions } from './records/payoutRecords.ts';
export type { RecordWindow } from './records/window.ts';
export {
  runPayouts,
  type PayoutStarter,
  type Progress,
  type RunPayoutsOptions,
} from './follow/runPayouts.ts';
