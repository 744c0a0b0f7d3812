import { expect } from '@jest/globals';

const digest: unknown = expect.stringMatching(/^[0-9a-f]{16}$/);

/** What a result says of the worker that sent, where no build id is given to it. */
export const sentBy: unknown = {
  version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  build: digest,
  settings: digest,
};
