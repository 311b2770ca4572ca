#!/usr/bin/env node
import { createProgram } from './cli/program.ts';
import { runReported } from './cli/run.ts';

await runReported(() => createProgram().parseAsync());
