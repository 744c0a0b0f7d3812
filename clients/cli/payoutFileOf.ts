import type { FiledFlow, PayoutRequest } from '../flows.ts';
import { must, UsageError } from './command.ts';
import { readBytes } from './files/fileText.ts';
import { readPayoutFile, type CommandLineMembers } from './files/payoutFile.ts';

/** @throws UsageError naming every problem of the file */
export async function payoutsOfFile(
  flow: FiledFlow,
  path: string,
  given: CommandLineMembers,
): Promise<PayoutRequest[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return must(`${path} is wrong, nothing was started`, readPayoutFile(flow, path, bytes, given));
}
