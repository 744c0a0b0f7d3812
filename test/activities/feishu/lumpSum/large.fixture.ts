import { createLumpSumActivities, type CorrectAnswer } from '../../../../activities/feishu/lumpSum/index.ts';
import type { ReadRunInput } from '../../../../activities/runInput.ts';
import {
  lumpSumCorrectionInput,
  type CorrectionRecord,
} from '../../../../contract/flows/lumpSumCorrection.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import type { FakeFeishu } from './fakeFeishu.ts';

const workflowExecution = { workflowId: 'lump-sum-correction/default/C-1', runId: 'me' };
export const execution = { workflowExecution };

/** So large that no call takes the records along, whatever stands beside it. */
export const filler: CorrectionRecord = { id: 'F', remark: '长'.repeat(6000) };

/** The input of a run, and its records as its workflow reads them. */
export function inputOf(records: readonly CorrectionRecord[]): {
  readonly input: unknown;
  readonly read: readonly CorrectionRecord[];
} {
  const input: unknown = JSON.parse(JSON.stringify({ correctionId: 'C-1', records }));
  return { input, read: lumpSumCorrectionInput.parse(input).records };
}

export function activitiesOf(
  feishu: FakeFeishu,
  readRunInput: ReadRunInput,
): ReturnType<typeof createLumpSumActivities> {
  return createLumpSumActivities({ ...feishu.dependencies, readRunInput });
}

/** Runs an activity as its worker does: what goes in and what comes out is JSON. */
export async function calling<Request, Answer>(
  activity: (request: Request) => Promise<Answer>,
  request: Request,
  left: unknown[] = [],
): Promise<Answer> {
  const environment = activityEnvironment(execution);
  environment.on('heartbeat', (details: unknown) => left.push(throughJson(details)));
  return throughJson(await environment.run(() => activity(throughJson(request))));
}

export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export type Judged = Extract<CorrectAnswer, { outcome: 'judged' }>;

export function judged(answer: CorrectAnswer): Judged {
  if (answer.outcome !== 'judged') throw new Error(answer.outcome);
  return answer;
}
