import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';

/** Reads payloads of one workflow, through the codecs that the client has. */
export type ReadPayloads = (payloads: readonly Payload[] | null | undefined) => Promise<unknown[]>;

/** For what stands in a history, which the SDK hands out as it is stored. */
export function payloadsOf(client: Pick<Client, 'options'>, workflowId: string): ReadPayloads {
  const { namespace, loadedDataConverter } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  return async (stored) => {
    let payloads = [...(stored ?? [])];
    for (const codec of [...loadedDataConverter.payloadCodecs].reverse()) {
      payloads = await codec.decode(payloads, context);
    }
    return payloads.map((payload) =>
      loadedDataConverter.payloadConverter.fromPayload<unknown>(payload, context),
    );
  };
}
