import { replaceClocks } from '../simulation/engine/virtualClock.ts';

// Before anything of the product is loaded.
replaceClocks();
const { main } = await import('./command.ts');
process.exitCode = await main(process.argv.slice(2));
