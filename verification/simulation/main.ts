import { register } from 'node:module';

// Before anything of the product is loaded.
register('./transport/hooks.mjs', import.meta.url);
const { replaceClocks } = await import('./engine/virtualClock.ts');
replaceClocks();
const { main } = await import('./command/index.ts');
process.exitCode = await main(process.argv.slice(2));
