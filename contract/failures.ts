/** `type` of the ApplicationFailure a workflow ends with: no money moved, or a person stated so. */
export const workflowFailureTypes = [
  'InvalidInput',
  'OrderConflict',
  'PayoutRejected',
  'InsufficientBalance',
  'ApprovalRefused',
  'Cancelled',
] as const;

export type WorkflowFailureType = (typeof workflowFailureTypes)[number];

/** `type` of the ApplicationFailure an activity throws. */
export const activityFailureTypes = [
  'NotSent',
  'RateLimited',
  'ProviderUnavailable',
  'AuthenticationFailed',
  'PermissionDenied',
  'QuotaExhausted',
  'ProtocolViolation',
  'OutcomeUnknown',
  'NotSettledYet',
] as const;

export type ActivityFailureType = (typeof activityFailureTypes)[number];

/** `type` of the failure of a delivery that was given up: the owner was not told of one event. No money depends on it. */
export const NOT_DELIVERED = 'NotDelivered';

/** `type` of the failure with which an update is refused: the words are wrong, or it is not its time. */
export type UpdateFailureType = 'InvalidInput' | 'UpdateRefused';
