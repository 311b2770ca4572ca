import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/**
 * Notes what no page of ours may do: an error in the console (what the content security policy forbids is one), an error
 * that nobody caught, a request to another host.
 *
 * @param apis the roots of the APIs that the pages may call, `/api/` of our own server unless given. Pages may go to their
 *   origins and to no others.
 * @returns what was noted, which grows.
 */
export function watchContext(context: BrowserContext, origin: string, apis = [`${origin}/api/`]): string[] {
  const origins = [origin, ...apis.map((api) => new URL(api).origin)];
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message, apis)) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !origins.includes(url.origin)) {
      faults.push(`request to another host: ${request.url()}`);
    }
  });
  return faults;
}

/** The browser reports every 4xx answer as an error; from an API it is an answer like any other. */
function isRefusal(message: ConsoleMessage, apis: readonly string[]): boolean {
  return (
    apis.some((api) => message.location().url.startsWith(api)) &&
    /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text())
  );
}
