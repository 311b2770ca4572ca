import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'scoreboard', include: ['test/**/*.test.ts'] } });
