/**
 * What every answer of a provider's activity adds where the owner of the profile is told of outcomes. A run learns it
 * from the first answer it gets, so that a payout of a profile without a webhook has not one event more for it.
 */
export interface Notice {
  readonly notify?: true;
}

/** The answer of an activity, with the notice where there is one to give. */
export function noticed<T extends object>(answer: T, notifies: boolean | undefined): T & Notice {
  return notifies === true ? { ...answer, notify: true } : answer;
}

export interface NoticeActivities {
  /**
   * Whether the owner of a profile is told of outcomes: for events that come up before any provider's activity has
   * answered. Called locally: it must be quick.
   */
  isOutcomeWebhookOn(profile: string): Promise<boolean>;
}

export interface NoticeDependencies {
  /** what the settings of this worker say of a profile; undefined where they say nothing of it */
  readonly ownAnswer: (profile: string) => boolean | undefined;
  /** whether a worker with the settings of the profile waits for its deliveries */
  readonly isServed: (profile: string) => Promise<boolean>;
}

/** Workflows of all profiles share a queue: a worker may be asked of one that only others have the settings of. */
export function createNoticeActivities({ ownAnswer, isServed }: NoticeDependencies): NoticeActivities {
  return {
    async isOutcomeWebhookOn(profile) {
      return ownAnswer(profile) ?? (await isServed(profile));
    },
  };
}
