import { extname } from 'node:path';
import { z } from 'zod';

const endings = ['.xlsx', '.csv', '.json'];

/** Where a report is written; judged before any work is done, since the report comes last. */
export const outFile = z
  .string()
  .refine((path) => endings.includes(extname(path).toLowerCase()), `must end in ${endings.join(', ')}`);
