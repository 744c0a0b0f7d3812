import * as flows from './index.ts';
import { refuseUnknownType } from './unknownType.ts';

export { allinpayBalance } from './allinpayBalance.ts';
export { allinpayWithdrawal } from './allinpayWithdrawal/workflow.ts';
export { lumpSumCorrection } from './lumpSumCorrection/workflow.ts';
export { lumpSumQuery } from './lumpSumQuery.ts';
export { outcomeWebhook } from './outcomeWebhook.ts';
export { referralWithdrawal } from './referralWithdrawal/workflow.ts';

// The SDK takes a type for a member of this module, as the bundler makes it: an object that inherits. A run of type
// `constructor` or `toString` would be a call of that function, and complete.
Object.setPrototypeOf(flows, null);

/** What the SDK runs for every type that is no member. */
export default function refuse(raw: unknown): never {
  const types = Object.keys(flows).filter((name) => name !== 'default');
  return refuseUnknownType(types.sort(), raw);
}
