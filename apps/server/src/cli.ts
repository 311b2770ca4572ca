#!/usr/bin/env node
import { createProgram } from './cli/program.ts';
import { runReported } from './cli/run.ts';

const words = process.argv.slice(2);

// `npx latchkey` alone serves. Whatever else it is given must be a command, so that a slip of the pen starts nothing.
await runReported(() => createProgram().parseAsync(words.length === 0 ? ['serve'] : words, { from: 'user' }));
