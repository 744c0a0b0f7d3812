/** What keeps a provider from answering that a person must know of. */
export type Outage = 'settings' | 'providerDown';

/**
 * All outages that a person was told of already, null for none: the activity goes on trying without coming back for them. All
 * of them, since a provider that is away now and refuses our settings then would bring a call back at every change, for ever.
 */
export type ReportedOutages = readonly Outage[] | null;

/** Whether a person was told of this outage already. */
export function isAlreadyReported(known: ReportedOutages, outage: Outage): boolean {
  return known?.includes(outage) === true;
}

/** What a person was told of, this outage among it. */
export function reportedWith(known: ReportedOutages, outage: Outage): ReportedOutages {
  return isAlreadyReported(known, outage) ? known : [...(known ?? []), outage];
}
