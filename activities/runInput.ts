import { activityInfo } from '@temporalio/activity';
import type { LoadedDataConverter, Payload } from '@temporalio/common';
import { LRUCache } from 'lru-cache';
import { jsonBytes } from '../contract/jsonBytes.ts';
import { cutText } from '../contract/text.ts';
import { digestOfPart } from '../rules/largeParts.ts';
import { notSent } from './attempts/failures.ts';

/** Reads the input that a run was started with. @throws when the server cannot say */
export type ReadRunInput = (workflowId: string, runId: string) => Promise<unknown>;

/** The part of a Temporal client that reads the first event of a run. */
export interface FirstEventReader {
  withDeadline<T>(deadline: number, call: () => Promise<T>): Promise<T>;
  readonly options: { readonly namespace: string; readonly loadedDataConverter: LoadedDataConverter };
  readonly workflowService: {
    getWorkflowExecutionHistory(request: {
      readonly namespace: string;
      readonly execution: { readonly workflowId: string; readonly runId: string };
      readonly maximumPageSize: number;
    }): Promise<{
      readonly history?: {
        readonly events?:
          | readonly {
              readonly workflowExecutionStartedEventAttributes?: {
                readonly input?: { readonly payloads?: readonly Payload[] | null } | null;
              } | null;
            }[]
          | null;
      } | null;
    }>;
  };
}

const READ_MS_MAX = 5000;

/** One event is asked for, not the history: that of a payout that has been open for weeks is long. */
export function readRunInput(client: FirstEventReader): ReadRunInput {
  const { namespace, loadedDataConverter } = client.options;
  return async (workflowId, runId) => {
    const { history } = await client.withDeadline(Date.now() + READ_MS_MAX, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        maximumPageSize: 1,
      }),
    );
    const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
    const [stored] = started?.input?.payloads ?? [];
    if (stored === undefined) throw new Error('the server shows no input of this run');
    const context = { type: 'workflow', namespace, workflowId } as const;
    let payloads: Payload[] = [stored];
    for (const codec of [...loadedDataConverter.payloadCodecs].reverse()) {
      payloads = await codec.decode(payloads, context);
    }
    const [payload] = payloads;
    if (payload === undefined) throw new Error('the codec makes nothing of the input of this run');
    return loadedDataConverter.payloadConverter.fromPayload<unknown>(payload, context);
  };
}

const KEPT_BYTES_MAX = 32 * 1024 * 1024;
/** Above 4 KB the server drops type and details of a pending failure. */
const REASON_CHARACTERS_MAX = 300;

/**
 * Reads one part of the input of the run that asks, once for a run as long as there is memory for it.
 *
 * @param partOf the part as the workflow knows it, or undefined where the input is none of the flow
 * @returns a function of the digest that the workflow made of the part; it throws an ApplicationFailure `NotSent` when the
 * server cannot say, or says otherwise than the workflow
 */
export function partOfRunInput<T extends object>(
  read: ReadRunInput,
  partOf: (input: unknown) => T | undefined,
): (digest: string) => Promise<T> {
  const kept = new LRUCache<string, T>({ maxSize: KEPT_BYTES_MAX, sizeCalculation: jsonBytes });
  return async (digest) => {
    const { workflowExecution } = activityInfo();
    if (workflowExecution === undefined) throw new Error('this activity reads the input of a workflow');
    const { workflowId, runId } = workflowExecution;
    const known = kept.get(keyOf(runId, digest));
    if (known !== undefined) return known;
    const part = partOf(await inputOf(read, workflowId, runId));
    if (part === undefined || digestOfPart(part) !== digest) {
      throw notSent(
        'the input of this run reads otherwise here than in its workflow: workers of two versions are running',
      );
    }
    kept.set(keyOf(runId, digest), part);
    return part;
  };
}

function keyOf(runId: string, digest: string): string {
  return `${runId}/${digest}`;
}

async function inputOf(read: ReadRunInput, workflowId: string, runId: string): Promise<unknown> {
  try {
    return await read(workflowId, runId);
  } catch (error) {
    const reason = cutText(error instanceof Error ? error.message : String(error), REASON_CHARACTERS_MAX, '');
    throw notSent(`the Temporal server cannot say what this run was started with: ${reason}`);
  }
}
