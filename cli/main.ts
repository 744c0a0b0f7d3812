#!/usr/bin/env node
import { setImmediate } from 'node:timers/promises';
import { mindOutput } from './output.ts';
import { runProgram } from './program.ts';
import { workerProcessIo } from './workerIo.ts';

const LEFTOVER_MS = 1000;

const wrongOutput = mindOutput(process.stdout, process.stderr);
await runProgram(process.argv.slice(2), workerProcessIo());
// A slow reader gets all that was printed.
for (const stream of [process.stdout, process.stderr]) {
  if (stream.writableLength > 0) await new Promise((done) => stream.write('', done));
}
// What a write came to is told a turn later.
await setImmediate();
const wrong = wrongOutput();
if (wrong !== undefined) {
  process.stderr.write(`The output could not be written: ${wrong.message}\n`);
  process.exitCode ||= 1;
}
// Nothing is left to do then, but a worker whose core died would hold its process for ever.
setTimeout(() => process.exit(), LEFTOVER_MS).unref();
