#!/usr/bin/env node
import { workerProcessIo } from './commands/commandIo.ts';
import { runProgram } from './commands/program.ts';

await runProgram(process.argv.slice(2), workerProcessIo());
