#!/usr/bin/env node
import { workerProcessIo } from './commands/commandIo.ts';
import { runProgram } from './commands/program.ts';

const LEFTOVER_MS = 1000;

await runProgram(process.argv.slice(2), workerProcessIo());
// A slow reader gets all that was printed.
for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
// Nothing is left to do then, but a worker whose core died would hold its process for ever.
setTimeout(() => process.exit(), LEFTOVER_MS).unref();
