import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

export type Job = proto.coresdk.workflow_activation.IWorkflowActivationJob;
export type Command = proto.coresdk.workflow_commands.IWorkflowCommand;
export type Failure = proto.temporal.api.failure.v1.IFailure;
type Duration = proto.google.protobuf.IDuration;

export const { WorkflowActivation } = proto.coresdk.workflow_activation;

export const instantOf = msToTs;

/** ms, or undefined for a duration that is not set */
export function msOf(duration: Duration | null | undefined): number | undefined {
  if (!duration) return undefined;
  const seconds = Number(duration.seconds?.toString() ?? 0);
  const ms = seconds * 1000 + (duration.nanos ?? 0) / 1_000_000;
  return ms === 0 ? undefined : ms;
}

export function encode(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value);
}

export function decode(payload: Payload | null | undefined): unknown {
  return payload ? defaultPayloadConverter.fromPayload<unknown>(payload) : undefined;
}

/** Commands as one text, to tell whether a replay makes the same ones. */
export function textOf(commands: readonly Command[]): string {
  return JSON.stringify(commands, (name, value: unknown) => {
    if (name === 'stackTrace') return undefined;
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  });
}
