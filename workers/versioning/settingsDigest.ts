import { createHash } from 'node:crypto';
import type { SettingsByMember } from '../../providers/settings/declaration.ts';
import { profileWide } from '../settings/profileWide.ts';
import { servedProviders } from '../settings/served.ts';
import type { ProfileSettings } from '../settings/settings.ts';

/**
 * Tells the settings of one profile from others: 16 hex digits. Secrets are no part of it, not even hashed: a short one
 * could be guessed by whoever reads results. Addresses hold no secret: one with a user or a query is refused as a setting.
 * Neither is the way that calls take, which changes nothing of what they say, nor what moves no money.
 */
export function settingsDigest(profile: ProfileSettings): string {
  const moving = servedProviders(profile).filter(({ declared }) => declared.movesMoney);
  const open = {
    name: profile.name,
    ...openOf(profileWide, profile),
    ...Object.fromEntries(
      moving.map(({ member, declared, values }) => [member, openOf(declared.settings, values)]),
    ),
  };
  return createHash('sha256').update(canonicalJson(open)).digest('hex').slice(0, 16);
}

/** What was declared as no secret, and nothing beside it. */
function openOf(
  declared: SettingsByMember,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([member, { secret }]) => (secret ? [] : [[member, values[member]]])),
  );
}

/** The same text for the same values, in whatever order their members were written. What is undefined is left out. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
