/** What keeps a provider from answering that a person must know of. */
export type Trouble = 'settings' | 'providerDown';

/**
 * All trouble that a person was told of already, null for none: the activity goes on trying without coming back for it. All
 * of it, since a provider that is away now and refuses our settings then would bring a call back at every change, for ever.
 */
export type Reported = readonly Trouble[] | null;

/** Whether a person was told of this trouble already. */
export function isReported(known: Reported, trouble: Trouble): boolean {
  return known?.includes(trouble) === true;
}

/** What a person was told of, this trouble among it. */
export function reportedWith(known: Reported, trouble: Trouble): Reported {
  return isReported(known, trouble) ? known : [...(known ?? []), trouble];
}
