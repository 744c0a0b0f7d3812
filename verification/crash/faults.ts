/** What is done to one call of a payout. The texts are the rows of the printed table. */
export const faults = {
  killedBeforeMark: 'killed before the mark of the send',
  killedBeforeSend: 'killed before send',
  killedAfterSend: 'killed after send, before the answer',
  killedAfterAnswer: 'killed after the answer, before it is recorded',
  killedAfterRecord: 'killed after it is recorded',
  answerLost: 'answer lost',
  answerGarbled: 'answer garbled',
  rateLimited: '429',
  serverError: '5xx',
  serverErrorAfter: '5xx, though processed',
  timeOut: 'time-out',
  processedLate: 'time-out, processed after it',
  connectionRefused: 'connection refused',
  reset: 'workflow reset to before the call',
  resetAfterLoss: 'workflow reset to before the call, its answer lost',
  startedAgain: 'workflow terminated and started again',
  optionsChanged: 'activity options changed on the server',
  optionsChangedAgain: 'activity options changed again between two tries',
  failedByHand: 'activity failed by hand while it is under way',
  completedByHand: 'activity completed by hand, without an answer',
  cancelRequested: 'cancel of the run requested while it is under way',
  refusedAfterLoss: 'refused after a lost answer',
  refusedThoughDone: 'refused by a catch-all, though processed',
  lookUpLags: 'look-up lags behind the booking',
} as const;

export type Fault = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly Fault[];
