import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'call-snippets', include: ['test/**/*.test.ts'], testTimeout: 30_000 },
});
