import type { Command } from 'commander';
import { runCommand, UsageError, type CommandContext } from '../../clients/cli/command.ts';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { registerSearchAttributes, WrongSearchAttributeType } from '../searchAttributes.ts';
import type { WorkerIo } from './commandIo.ts';
import { connectWorker } from './temporalConnection.ts';

export function registerSetup(program: Command, io: WorkerIo): void {
  program
    .command('setup')
    .description(
      'make the search attributes that payouts need in the namespace; run again it changes nothing',
    )
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        await runSetup(context);
        return 0;
      }),
    );
}

async function runSetup(context: CommandContext): Promise<void> {
  const temporal = await connectWorker(context.io.env, context.global.address);
  try {
    const made = await registerSearchAttributes(temporal.connection, temporal.namespace);
    const there = Object.keys(searchAttributeTypes).filter((name) => !made.includes(name));
    context.print({ made, there }, () => sentence(made, temporal.namespace));
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
