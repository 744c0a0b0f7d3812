import { z } from 'zod';

const limit = z.object({ calls: z.int(), windowMs: z.int() });
const limits = z.object({
  withdraw: limit,
  reconciliation: limit,
  lumpSumQuery: limit,
  lumpSumUpdate: limit,
});

/** What a worker of the benchmark is told. */
export const workerOrder = z.object({
  address: z.string(),
  environment: z.record(z.string(), z.string()),
  limits,
});
export type WorkerOrder = z.output<typeof workerOrder>;

/** What the sandbox of the benchmark says when it is ready. */
export const sandboxGreeting = z.object({
  url: z.string(),
  environment: z.record(z.string(), z.string()),
});

/** Reads what a program of the benchmark was started with. @throws what zod or JSON.parse throws */
export function readOrder<T>(schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(process.argv[2] ?? ''));
}

/** Says that the program is ready, and resolves when it is asked to end. */
export async function greetAndServe(greeting: object): Promise<void> {
  const asked = new Promise((resolve) => process.once('SIGTERM', resolve));
  process.stdout.write(`${JSON.stringify(greeting)}\n`);
  await asked;
}
