import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['apps/*', 'packages/*', 'examples/scoreboard'],
    // Left to itself Vitest keeps one core free, which on two of them is half: tests wait for servers and disks anyway.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
