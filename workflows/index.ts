export { allinpayBalance } from './allinpayBalance.ts';
export { allinpayWithdrawal } from './allinpayWithdrawal.ts';
export { referralWithdrawal } from './referralWithdrawal.ts';
