/** The workflow types other services start, by string, and what each is for. */
const purposes = {
  allinpayWithdrawal: 'money',
  referralWithdrawal: 'money',
  lumpSumCorrection: 'money',
  allinpayBalance: 'question',
  lumpSumQuery: 'question',
} as const;

export type Flow = keyof typeof purposes;

type FlowFor<Purpose> = { [Name in Flow]: (typeof purposes)[Name] extends Purpose ? Name : never }[Flow];

/** Flows that move or correct money: their workflow id is their lock. */
export type MoneyFlow = FlowFor<'money'>;
/** Flows that only read: any id will do. */
export type QuestionFlow = FlowFor<'question'>;

export const flowNames = Object.keys(purposes) as [Flow, ...Flow[]];

/** In the order in which an order id is looked for. */
export const moneyFlows = flowNames.filter(isMoneyFlow) as [MoneyFlow, ...MoneyFlow[]];

export function isMoneyFlow(flow: Flow): flow is MoneyFlow {
  return purposes[flow] === 'money';
}
