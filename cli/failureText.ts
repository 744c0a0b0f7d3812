import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { InvalidInputError, PayoutsError, SettingsError, UpdateRefusedError } from '../clients/errors.ts';
import type { Problem } from '../contract/index.ts';
import type { ExitCode } from './io.ts';

/** What a person is told of a command that threw. */
export interface Told {
  readonly name: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** the problems, where the message does not name them */
  readonly lines?: readonly string[];
  readonly exitCode: ExitCode;
}

/** What a person is told of whatever a command threw. */
export function failureText(error: unknown): Told {
  return {
    name: error instanceof Error ? error.name : 'Error',
    message: messageOf(error),
    problems: error instanceof InvalidInputError ? error.problems : [],
    exitCode: isOfInput(error) ? 2 : 1,
  };
}

function isOfInput(error: unknown): boolean {
  if (error instanceof UpdateRefusedError) return error.type === 'InvalidInput';
  return error instanceof InvalidInputError || error instanceof SettingsError;
}

function messageOf(error: unknown): string {
  if (error instanceof PayoutsError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return 'No worker answered in time. It may still be taken once one runs: look by `payouts show` before repeating it.';
  }
  if (isGrpcServiceError(error.cause)) {
    return `${error.message}: ${error.cause.details} (if it names a search attribute: \`payouts setup\` makes them)`;
  }
  return error.message;
}
