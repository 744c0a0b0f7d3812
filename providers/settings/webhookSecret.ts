import type { Setting } from './declaration.ts';
import { bytesOf, fromText } from './values.ts';

const PREFIX = 'whsec_';

/** Signs whatever is posted to the owner: credits and outcomes. Standard Webhooks asks for 24 to 64 bytes. */
export const WEBHOOK_SECRET = {
  name: 'WEBHOOK_SECRET',
  means: 'the `whsec_…` secret that signs both credits and outcomes; each address needs it',
  schema: fromText((text) => {
    if (!text.startsWith(PREFIX)) return undefined;
    const length = bytesOf(text.slice(PREFIX.length))?.length ?? 0;
    return length >= 24 && length <= 64 ? text : undefined;
  }, 'must be "whsec_" followed by 24 to 64 bytes in base64'),
  secret: true,
  alone: 'signs nothing',
} as const satisfies Setting;
