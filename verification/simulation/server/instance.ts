import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { PAYOUT_QUERY } from '../../../contract/names.ts';
import { Broken, mustHold } from '../engine/broken.ts';
import type { Size } from './historySize.ts';
import { decode, encode, instantOf, textOf, WorkflowActivation, type Command, type Job } from './proto.ts';
import { mustBeWellFormed } from './texts.ts';
import type { RunIdentity, WorkflowCode } from './workflowCode.ts';

/** A workflow task as history keeps it. */
export interface RecordedTask {
  readonly at: number;
  readonly jobs: readonly Job[];
  readonly commands: readonly Command[];
  /** the SDK's own flags that the code has used up to here: without them a replay takes the ways of older SDKs */
  readonly flags: readonly number[];
  /** of the history when the task began, where anybody measures it */
  readonly size?: Size | undefined;
}

type Decided = Pick<RecordedTask, 'commands' | 'flags'>;

const UNMEASURED: Size = { events: 5, bytes: 0 };

/** A workflow in a worker's cache. */
export class Instance {
  readonly #run: RunIdentity;
  readonly #workflow: Workflow;
  #flags: readonly number[] = [];

  private constructor(run: RunIdentity, workflow: Workflow) {
    this.#run = run;
    this.#workflow = workflow;
  }

  /** Makes one that stands where the history ends. @throws Broken when the code decides otherwise than it did then */
  static async replay(
    code: WorkflowCode,
    run: RunIdentity,
    history: readonly RecordedTask[],
    now: number,
  ): Promise<Instance> {
    const instance = new Instance(run, await code.instantiate(run, history[0]?.at ?? now));
    for (const task of history) {
      instance.#flags = task.flags;
      const { commands } = await instance.activate(task.at, task.jobs, true, task.size);
      const [was, is] = [textOf(task.commands), textOf(commands)];
      mustHold(was === is, 'determinism', () => `${run.workflowId} decided ${was}, and ${is} on replay`);
    }
    return instance;
  }

  async activate(
    at: number,
    jobs: readonly Job[],
    isReplaying: boolean,
    size: Size = UNMEASURED,
  ): Promise<Decided> {
    const completion = await this.#workflow.activate({
      runId: this.#run.runId,
      timestamp: instantOf(at),
      historyLength: size.events,
      historySizeBytes: WorkflowActivation.fromObject({ historySizeBytes: size.bytes }).historySizeBytes,
      isReplaying,
      availableInternalFlags: [...this.#flags],
      jobs: jobs.map((job) => (isReplaying && job.doUpdate ? unvalidated(job) : job)),
    });
    const { failed, successful } = completion;
    if (failed) {
      const { message, stackTrace } = failed.failure ?? {};
      throw new Broken('workflow task', `${this.#run.workflowId}: ${message ?? ''}\n${stackTrace ?? ''}`);
    }
    if (!isReplaying) mustBeWellFormed(successful?.commands, this.#run.workflowId);
    this.#flags = [...new Set([...this.#flags, ...(successful?.usedInternalFlags ?? [])])];
    return { commands: successful?.commands ?? [], flags: this.#flags };
  }

  /** What the `payout` query answers now. */
  async snapshot(): Promise<unknown> {
    const queryWorkflow = { queryId: 'q', queryType: PAYOUT_QUERY, arguments: [], headers: {} };
    const jobs = [{ queryWorkflow }];
    const activation = WorkflowActivation.fromObject({ runId: this.#run.runId, jobs });
    const { successful } = await this.#workflow.activate(activation);
    const answer = successful?.commands?.[0]?.respondToQuery;
    if (!answer?.succeeded) throw new Broken('query', `${this.#run.workflowId} does not answer its query`);
    mustBeWellFormed(answer.succeeded.response, this.#run.workflowId);
    return decode(answer.succeeded.response);
  }

  dispose(): void {
    // What it does, it does at once.
    void this.#workflow.dispose();
  }
}

function unvalidated(job: Job): Job {
  return { doUpdate: { ...job.doUpdate, runValidator: false } };
}

export function startJob(run: RunIdentity, input: unknown): Job {
  return {
    initializeWorkflow: {
      workflowType: run.workflowType,
      workflowId: run.workflowId,
      arguments: input === undefined ? [] : [encode(input)],
      headers: {},
    },
  };
}
