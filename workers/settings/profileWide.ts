import type { SettingsByMember } from '../../providers/settings/declaration.ts';
import { fromText, milliseconds } from '../../providers/settings/values.ts';

const RECHECKS_MAX = 20;

/** Settings of a profile that are no provider's, by the member of the profile. */
export const profileWide = {
  /** ms between the checks of a difference */
  reconcileRechecks: {
    name: 'RECONCILE_RECHECKS',
    means: 'when a difference is checked again',
    schema: fromText((text): readonly number[] | undefined => {
      const values = text.split(',').map((part) => milliseconds(part.trim()));
      const known = values.filter((value) => value !== undefined);
      return known.length === values.length && known.length <= RECHECKS_MAX ? known : undefined;
    }, `must be at most ${RECHECKS_MAX} durations such as "1m,5m,30m" (ms, s, m, h), each more than zero`),
    default: '1m,5m,30m',
    secret: false,
  },
  /** ms without an answer of use from a provider before a person is told */
  providerDownAfter: {
    name: 'PROVIDER_DOWN_AFTER',
    means: 'how long a provider gives no answer of use before a person is called',
    schema: fromText(milliseconds, 'must be a duration such as "30m" (ms, s, m, h), more than zero'),
    default: '30m',
    secret: false,
  },
} as const satisfies SettingsByMember;
