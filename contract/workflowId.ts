import { flows } from './flows/index.ts';
import { moneyFlows, type MoneyFlow, type QuestionFlow } from './flows/names.ts';

/** What the workflow id of an order says. */
export interface OrderOfId {
  readonly flow: MoneyFlow;
  readonly profile: string;
  readonly orderId: string;
}

/**
 * The only workflow id under which an order may run. Temporal keeps ids unique, so the id is the lock that makes an
 * order run once: it holds the owner's key whole, never cut or hashed.
 */
export function workflowIdOf(flow: MoneyFlow, profile: string, orderId: string): string {
  return `${flows[flow].idPrefix}/${profile}/${orderId}`;
}

/** The workflow id of one question: any id will do, so each has one of its own. */
export function questionIdOf(flow: QuestionFlow, profile: string, unique: string): string {
  return `${flows[flow].idPrefix}/${profile}/${unique}`;
}

/** @returns what an id says of its order, or undefined where it is the id of no order of ours */
export function parseWorkflowId(workflowId: string): OrderOfId | undefined {
  const flow = moneyFlows.find((name) => workflowId.startsWith(`${flows[name].idPrefix}/`));
  if (flow === undefined) return undefined;
  const rest = workflowId.slice(flows[flow].idPrefix.length + 1);
  const slash = rest.indexOf('/');
  return slash < 0 ? undefined : { flow, profile: rest.slice(0, slash), orderId: rest.slice(slash + 1) };
}
