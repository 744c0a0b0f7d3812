import { z } from 'zod';

/** What sent: so that anybody can say later which code and which settings paid. */
export const sentBySchema = z.object({
  version: z.string(),
  build: z.string(),
  settings: z.string(),
});

export interface SentBy {
  /** of this package */
  readonly version: string;
  /** `TEMPORAL_WORKER_BUILD_ID`, or 16 hex digits of the code that ran */
  readonly build: string;
  /** 16 hex digits of the profile's settings, secrets left out */
  readonly settings: string;
}
