import { expect, test, type Browser, type Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { startLossyNetwork, type LossyNetwork } from '../support/lossy-network.ts';
import { startServer } from '../support/start-server.ts';

const built = new URL('../../packages/client/dist/', import.meta.url);
const tabCount = 5;
/** Six lives of a token: what three minutes are to tokens of 30 s. */
const lifeSeconds = 2;
const seconds = 12;
/** The client renews a token a second before it ends: the times in it are whole seconds. */
const usedSeconds = 1;

/**
 * On a busy machine what one process has stored may reach another one later than the lock does. Without sharing there would
 * be a refresh for each tab and token: sixty.
 */
const raced = 2;

/** How it went for the tabs of one browser. */
interface Outcome {
  /** What no tab should have met: anything but a lost answer. */
  readonly faults: readonly string[];
  readonly signedIn: number;
  readonly sessions: number;
  /** The refreshes that reached the server. */
  readonly refreshes: number;
  readonly lostRefreshes: number;
  /** One for each token that was used up, for each lost answer, and for each token that was refused all the same. */
  readonly needed: number;
}

test('five tabs, one answer in five lost: nobody is signed out, and no refresh is more than needed', async ({
  browser,
}) => {
  const [forBearer, forCookie] = [await startLossyNetwork(), await startLossyNetwork()];
  const server = await startServer({ PUBLIC_URL: forCookie.url, ACCESS_TOKEN_LIFETIME: String(lifeSeconds) });
  for (const network of [forBearer, forCookie]) network.connect(server.url);
  try {
    const outcomes = await Promise.all([
      useTabs(browser, forBearer, 'bearer@example.com', '{ storage: localStorage }'),
      useTabs(browser, forCookie, 'cookie@example.com', '{}'),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ faults: [], signedIn: tabCount, sessions: 1 });
      expect(outcome.lostRefreshes).toBeGreaterThan(0);
      expect(outcome.refreshes).toBeLessThanOrEqual(outcome.needed + raced);
    }
  } finally {
    await server.stop();
    await forBearer.close();
    await forCookie.close();
  }
});

async function useTabs(
  browser: Browser,
  network: LossyNetwork,
  email: string,
  options: string,
): Promise<Outcome> {
  serveClient(network, options);
  const context = await browser.newContext({ baseURL: network.url });
  const tabs = await Promise.all(Array.from({ length: tabCount }, () => context.newPage()));
  for (const tab of tabs) await tab.goto('/tabs/');
  const [first] = tabs as [Page];
  const credentials = JSON.stringify({ email, password: 'correct horse battery' });
  await first.evaluate(`client.register(${credentials}).then(() => client.login(${credentials}))`);

  network.loseOneInFive();
  const begun = performance.now();
  const faults = await Promise.all(tabs.map(callAllTheTime));
  const elapsedSeconds = (performance.now() - begun) / 1_000;
  network.recover();

  const lostRefreshes = network.lost('/api/refresh/');
  const refreshes = network.answered('/api/refresh/');
  const refused = network.answered('/api/me/', 401);
  const signedIn = await Promise.all(tabs.map((tab) => tab.evaluate<boolean>('client.isSignedIn()')));
  const { items } = await first.evaluate<{ items: unknown[] }>('client.sessions.list()');
  await context.close();
  return {
    faults: faults.flat(),
    signedIn: signedIn.filter(Boolean).length,
    sessions: items.length,
    refreshes,
    lostRefreshes,
    needed: Math.ceil(elapsedSeconds / usedSeconds) + lostRefreshes + refused,
  };
}

/** A page of another web server's, with the client as it is built. */
function serveClient(network: LossyNetwork, options: string): void {
  const page = `<!doctype html><title>Tab</title><script type="module">
    import { createClient } from '/tabs/client/index.js';
    window.client = createClient(${options});
    window.faults = [];
    client.onSignedOut((reason) => faults.push('signed out: ' + reason));
  </script>`;
  network.serve('/tabs/', 'text/html', page);
  const files = readdirSync(built, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    network.serve(`/tabs/client/${file}`, 'text/javascript', readFileSync(new URL(file, built), 'utf8'));
  }
}

/** @returns what went wrong in the tab, besides answers that were lost. */
function callAllTheTime(tab: Page): Promise<string[]> {
  return tab.evaluate(`(async () => {
    const end = performance.now() + ${seconds * 1_000};
    const tellFault = ({ code, message }) => void (code === 'unreachable' || faults.push(message));
    while (performance.now() < end) {
      if (client.isSignedIn()) await client.me().catch(tellFault);
      else await client.restore().catch(tellFault);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return faults;
  })()`);
}
