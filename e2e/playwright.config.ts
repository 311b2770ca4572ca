import { defineConfig } from '@playwright/test';

const executablePath = process.env['BROWSER_FILE'];
if (executablePath === undefined) {
  throw new Error(
    'Run these tests with `npm run test:browser`, which finds a browser and builds the server.',
  );
}

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '.results',
  reporter: [['list', { printSteps: false }]],
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    // Chromium's sandbox does not work for root, and these pages are our own.
    launchOptions: { executablePath, chromiumSandbox: false },
    screenshot: 'only-on-failure',
    // Recording every test costs each a tenth of its time: `npm run test:browser -- --trace on` records.
    trace: 'off',
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
});
