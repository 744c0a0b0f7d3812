import { addWork, type RegisterWork } from '../shared/work.ts';

/** `payouts sandbox` */
export const registerSandbox: RegisterWork = (program, io) => {
  addWork(
    program,
    io,
    'sandbox',
    'run the local stand-ins of the providers and the wallet until told to end (Ctrl-C)',
    async (context, command) => (await import('./run.ts')).sandbox(io, context, command),
  )
    .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes a free one; always needed')
    .option('--state <file>', 'keep accounts, orders, ledger and keys in this file over restarts')
    .option('--sign-type <type>', 'how Allinpay and its callers sign: RSA2 or SM2 (default: RSA2)')
    .option('--any-account', 'take every Allinpay account for one that exists');
};
