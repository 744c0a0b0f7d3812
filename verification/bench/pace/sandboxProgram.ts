import { z } from 'zod';
import { startSandbox } from '../../../sandbox/index.ts';
import { greetAndServe, readOrder } from './orders.ts';

// The sandbox in a process of its own: a busy worker must not delay the clock that its calls are counted by.
readOrder(z.object({}));
const sandbox = await startSandbox({ settings: { allinpay: { accounts: 'any' } } });
await greetAndServe({ url: sandbox.url, environment: sandbox.env });
await sandbox.close();
