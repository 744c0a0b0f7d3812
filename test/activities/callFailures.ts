import type { CallFailure } from '../../providers/http/outcome.ts';

/** A call of Feishu that gave no value. */
export function callFailure(more: Partial<CallFailure> = {}): CallFailure {
  return {
    type: 'NotSent',
    retryable: true,
    outcome: 'none',
    provider: 'feishu',
    api: 'withdraw',
    message: 'feishu withdraw: not sent, ECONNREFUSED',
    ...more,
  };
}
