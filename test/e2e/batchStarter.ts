import { PayoutsClient } from '../../clients/index.ts';
import { batchId, requests } from './batchRequests.ts';

/** A service that starts a batch and does nothing else: it can be killed at any point. Says each payout it started. */
const client = await PayoutsClient.connect();
await client.batch(batchId).start(requests, {
  concurrency: 2,
  onProgress: ({ started }) => process.stdout.write(`${started}\n`),
});
await client.close();
