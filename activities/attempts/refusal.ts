import type { CallFailure } from '../../providers/http/outcome.ts';
import type { Refusal } from '../../rules/refusal.ts';

export function refusalOf({ code, httpStatus, message, providerMessage }: CallFailure): Refusal {
  return { code: code ?? `HTTP ${httpStatus ?? '-'}`, message: providerMessage ?? message };
}
