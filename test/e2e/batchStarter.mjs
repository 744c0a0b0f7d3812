/**
 * A service that starts a batch and does nothing else: it can be killed at any point. Says each payout it started.
 * Arguments: the module of the client, the batch, its requests as JSON.
 */
import process from 'node:process';

const [client, batchId, requests] = process.argv.slice(2);
const { PayoutsClient } = await import(client);
const payouts = await PayoutsClient.connect();
await payouts.batch(batchId).start(JSON.parse(requests), {
  concurrency: 2,
  onProgress: ({ started }) => process.stdout.write(`${started}\n`),
});
await payouts.close();
