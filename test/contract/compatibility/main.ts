import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { keepRelease } from './releases.ts';

// `npm run release:schemas`, once a release: what it promises is held against all that comes after it.
const { version } = z.object({ version: z.string() }).parse(packageJson);
await keepRelease(version);
process.stdout.write(`The contract of ${version} is kept in contract/released/${version}.\n`);
