import type { z } from 'zod';
import type { Status } from '../head.ts';
import type { Listed } from '../listed.ts';
import type { Problem } from '../problems.ts';
import type { Flow, MoneyFlow, QuestionFlow } from './names.ts';

/** What others rely on of a flow. */
export interface FlowContract<Name extends Flow, Input extends z.ZodType, Result extends z.ZodType> {
  /** the workflow type */
  readonly type: Name;
  /** what its workflow ids begin with */
  readonly idPrefix: string;
  readonly input: Input;
  readonly result: Result;
}

/** The same of a flow that moves or corrects money. */
export interface MoneyFlowContract<
  Name extends MoneyFlow,
  Input extends z.ZodType,
  Result extends z.ZodType,
> extends FlowContract<Name, Input, Result> {
  /** the member of the input that holds the owner's key */
  readonly orderKey: string;
  /** the status a run has until its first task, and as soon as it has begun where nobody must approve it */
  readonly firstStatus: Status;
  /** What makes two inputs the same payout, as one text; see `identity.ts`. */
  identity(input: z.output<Input>): string;
  /** What a list shows of it. */
  listed(input: z.output<Input>): Listed;
  /** What the schema cannot see of an input. */
  alsoWrong(raw: unknown): readonly Problem[];
}

/** A flow as it is written down: what most flows do not need may be left out, and the key is a member of the input. */
type Written<Contract extends { readonly input: z.ZodType }> = Omit<Contract, 'orderKey' | 'alsoWrong'> & {
  readonly orderKey: keyof z.output<Contract['input']>;
  alsoWrong?(raw: unknown): readonly Problem[];
};

export function defineMoneyFlow<Name extends MoneyFlow, Input extends z.ZodType, Result extends z.ZodType>(
  flow: Written<MoneyFlowContract<Name, Input, Result>>,
): MoneyFlowContract<Name, Input, Result> {
  return { alsoWrong: () => [], ...flow, orderKey: String(flow.orderKey) };
}

export function defineQuestion<Name extends QuestionFlow, Input extends z.ZodType, Result extends z.ZodType>(
  flow: FlowContract<Name, Input, Result>,
): FlowContract<Name, Input, Result> {
  return flow;
}
