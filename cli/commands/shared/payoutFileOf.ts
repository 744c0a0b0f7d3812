import type { FiledFlow, PayoutRequest } from '../../../clients/flows.ts';
import { UsageError } from '../../command.ts';
import { readBytes } from '../../files/fileText.ts';
import { readPayoutFile, type CommandLineMembers } from '../../files/payoutFile.ts';
import type { CommandIo } from '../../io.ts';
import { must } from '../../typed.ts';

/** @throws UsageError naming every problem of the file */
export async function payoutsOfFile(
  flow: FiledFlow,
  path: string,
  given: CommandLineMembers,
  io: CommandIo,
): Promise<readonly PayoutRequest[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = await readPayoutFile(flow, path, bytes, given);
  const { requests, encoding } = must(`${path} is wrong, nothing was started`, read);
  // Nothing in such a file says for certain how it is meant.
  if (encoding === 'gb18030') io.stderr.write(`${path} is no UTF-8 and was read as GB18030 (GBK).\n`);
  return requests;
}
