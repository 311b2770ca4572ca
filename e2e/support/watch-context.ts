import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/**
 * Notes what no page of ours may do: an error in the console (what the content security policy forbids is one), an error
 * that nobody caught, a request to another host.
 *
 * @returns what was noted, which grows.
 */
export function watchContext(context: BrowserContext, origin: string): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message, origin)) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) {
      faults.push(`request to another host: ${request.url()}`);
    }
  });
  return faults;
}

/** The browser reports every 4xx answer as an error; from the API it is an answer like any other. */
function isRefusal(message: ConsoleMessage, origin: string): boolean {
  return (
    message.location().url.startsWith(`${origin}/api/`) &&
    /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text())
  );
}
