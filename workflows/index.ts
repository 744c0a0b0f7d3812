export { allinpayBalance } from './allinpayBalance.ts';
export { allinpayWithdrawal } from './allinpayWithdrawal.ts';
export { lumpSumCorrection } from './lumpSumCorrection.ts';
export { lumpSumQuery } from './lumpSumQuery.ts';
export { outcomeWebhook } from './outcomeWebhook.ts';
export { referralWithdrawal } from './referralWithdrawal.ts';
