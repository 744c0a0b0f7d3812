import { searchAttributeTypes } from '../../../contract/searchAttributes.ts';
import { registerSearchAttributes, WrongSearchAttributeType } from '../../../workers/searchAttributes.ts';
import { connectWorker } from '../../../workers/temporalConnection.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';

/** `payouts setup` */
export async function runSetup(context: CommandContext): Promise<ExitCode> {
  const temporal = await connectWorker(context.io.env, context.global.address);
  try {
    const made = await registerSearchAttributes(temporal.connection, temporal.namespace);
    const there = Object.keys(searchAttributeTypes).filter((name) => !made.includes(name));
    context.print({ made, there }, () => sentence(made, temporal.namespace));
    return 0;
  } catch (error) {
    if (error instanceof WrongSearchAttributeType) throw new UsageError(error.message);
    throw error;
  } finally {
    await temporal.connection.close();
  }
}

function sentence(made: readonly string[], namespace: string): string {
  if (made.length === 0) return `Namespace ${namespace} has every search attribute already.`;
  return `Made in namespace ${namespace}: ${made.join(', ')}.`;
}
