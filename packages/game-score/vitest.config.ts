import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'game-score', include: ['src/**/*.test.ts', 'test/**/*.test.ts'] },
});
