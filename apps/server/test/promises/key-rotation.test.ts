import { createVerifier } from '@latchkey/token-verifier';
import { expect, onTestFinished, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import {
  adminKeys,
  clockBeside,
  kidOf,
  lookAtKeys,
  publishedKids,
  type ListedKey,
} from '../support/signing-keys.ts';

const lifetimeSeconds = 3_600;
const clients = 4;
/** What a cache and the verifier behind it may keep the keys for, one after the other. */
const keptSeconds = 600;

/** A service that verifies tokens and got its keys by the worst way that the headers allow. */
class LateVerifier {
  #kids: readonly string[] = [];
  #fetchedAt = -Infinity;
  readonly #app: TestApp;

  constructor(app: TestApp) {
    this.#app = app;
  }

  async knows(kid: string): Promise<boolean> {
    const now = this.#app.clock.now();
    if (now - this.#fetchedAt >= keptSeconds * 1_000) {
      this.#kids = await publishedKids(this.#app);
      this.#fetchedAt = now;
    }
    return this.#kids.includes(kid);
  }
}

/** Clients that refresh, and use every token, the one before too, at all nodes and at services beside them. */
async function loadNodes(nodes: readonly TestApp[]) {
  const [app] = nodes;
  if (!app) throw new Error('There are no nodes.');
  await app.register();
  const outside = createVerifier({
    issuer: publicUrl,
    jwksUrl: `${app.url}/.well-known/jwks.json`,
    clock: clockBeside(app),
  });
  const late = new LateVerifier(app);
  const faults: string[] = [];
  const kids = new Set<string>();
  let rounds = 0;
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  const note = (fault: string | false): void => {
    if (fault !== false) faults.push(fault);
  };
  const live = async (node: number): Promise<void> => {
    let { refresh_token, access_token: before } = await app.login();
    for (let i = node; !isOver; i += 1) {
      const answer = await nodes[i % nodes.length]?.refresh(refresh_token);
      note(answer?.status !== 200 && `refresh: ${answer?.text}`);
      if (answer?.status !== 200) return;
      const token = answer.body.access_token;
      refresh_token = answer.body.refresh_token;
      kids.add(kidOf(token));
      for (const used of [token, before]) {
        for (const one of nodes) {
          const me = await one.get('/api/me/', used);
          note(me.status !== 200 && `me: ${me.text}`);
        }
        await outside.verify(used).catch((error: unknown) => note(`outside: ${String(error)}`));
      }
      note(!(await late.knows(kidOf(token))) && `a late verifier does not know ${kidOf(token)}`);
      before = token;
      rounds += 1;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, i) => live(i)));
  return {
    faults,
    kids,
    /** Until every client has been through all of it some times more. */
    async goOn() {
      const enough = rounds + 4 * clients;
      while (rounds < enough && faults.length === 0) await Promise.race([new Promise(setImmediate), all]);
    },
    async end() {
      isOver = true;
      await all;
      expect(faults).toEqual([]);
    },
  };
}

onEveryDatabase('a rotation under load', (kind) => {
  test.each(['ES256', 'EdDSA'])(
    'of %s on two nodes refuses no request, and no verifier meets a key that it cannot know',
    async (algorithm) => {
      const environment = { JWT_ALGORITHM: algorithm, ACCESS_TOKEN_LIFETIME: `${lifetimeSeconds}s` };
      const { app, call } = await startWithAdmin(kind, { environment });
      const other = await app.another();
      const keys = adminKeys(call);
      const [first] = await keys.list();
      const load = await loadNodes([app, other]);
      await load.goOn();

      const rotated = await keys.rotate();
      expect(rotated.status).toBe(201);
      const { kid, signs_from } = rotated.body as unknown as ListedKey;
      expect(Date.parse(signs_from ?? '') - app.clock.now()).toBeGreaterThan((keptSeconds - 60) * 1_000);
      // The other node learns of it, and neither signs with it.
      await load.goOn();
      await lookAtKeys(other);
      await load.goOn();
      expect(load.kids).toEqual(new Set([first?.kid]));
      expect((await publishedKids(other)).sort()).toEqual([first?.kid, kid].sort());

      // One node looks, the other one is late.
      app.clock.advance(keptSeconds);
      await lookAtKeys(app);
      await load.goOn();
      await lookAtKeys(other);
      await load.goOn();
      expect(load.kids).toEqual(new Set([first?.kid, kid]));

      // The first key stays for the longest of its tokens.
      app.clock.advance(lifetimeSeconds / 2);
      await app.service.keyAdministration.tidy();
      await load.goOn();
      expect(await publishedKids(app)).toHaveLength(2);
      app.clock.advance(lifetimeSeconds / 2 - 10);
      await load.goOn();
      app.clock.advance(90);
      await Promise.all([app, other].map(({ service }) => service.keyAdministration.tidy()));
      await load.goOn();
      await load.end();
      for (const node of [app, other]) expect(await publishedKids(node)).toEqual([kid]);
      const events = await app.service.database.kysely
        .selectFrom('audit_events')
        .select(['event', 'source'])
        .where('event', 'like', 'signing_key.%')
        .orderBy('at')
        .execute();
      expect(events).toEqual([
        { event: 'signing_key.created', source: 'server' },
        { event: 'signing_key.created', source: 'api' },
        { event: 'signing_key.retired', source: 'server' },
      ]);
    },
  );

  test('a node that is started with another algorithm while one of the former lives refuses none', async () => {
    const app = await startApp(kind, { environment: { ACCESS_TOKEN_LIFETIME: '1h' } });
    const before = (await register(app)).access_token;
    const other = await app.another({ environment: { JWT_ALGORITHM: 'ES256' } });
    // It does not sign with what the first node has not learnt of.
    const early = (await other.login()).access_token;
    expect(kidOf(early)).toBe(kidOf(before));
    await lookAtKeys(app);
    app.clock.advance(11);
    await lookAtKeys(other);
    const later = (await other.login()).access_token;
    expect(kidOf(later)).not.toBe(kidOf(before));
    for (const token of [before, early, later])
      for (const node of [app, other]) expect((await node.get('/api/me/', token)).status).toBe(200);
    // The first node comes back with what it was told before: the one that was started last decides.
    await app.stop();
    const back = await app.another();
    await lookAtKeys(other);
    back.clock.advance(11);
    await lookAtKeys(back, other);
    for (const node of [back, other]) expect(kidOf((await node.login()).access_token)).toBe(kidOf(before));
    expect((await back.get('/api/me/', later)).status).toBe(200);
  });

  test('a server that is started with another algorithm publishes its key before it signs, as a rotation does', async () => {
    const app = await startApp(kind, {
      environment: { JWT_ALGORITHM: 'ES256', ACCESS_TOKEN_LIFETIME: '1h' },
    });
    const before = (await register(app)).access_token;
    await app.stop();
    const now = await app.another({ environment: { JWT_ALGORITHM: 'EdDSA' } });
    expect(kidOf((await now.login()).access_token)).toBe(kidOf(before));
    expect(await publishedKids(now)).toHaveLength(2);
    now.clock.advance(keptSeconds + 1);
    await lookAtKeys(now);
    expect(kidOf((await now.login()).access_token)).not.toBe(kidOf(before));
    expect((await now.get('/api/me/', before)).status).toBe(200);
  });

  test('JWT_SIGNING_KEY is changed node by node, and each accepts the tokens of both', async () => {
    const given = (JWT_SIGNING_KEY: string) => ({ JWT_SIGNING_KEY, ACCESS_TOKEN_LIFETIME: '1h' });
    const app = await startApp(kind, { environment: given('the first shared secret, of 32 bytes and more') });
    const tokens = [(await register(app)).access_token];
    const other = await app.another({
      environment: given('the other shared secret, of 32 bytes and more'),
    });
    tokens.push((await other.login()).access_token);
    await lookAtKeys(app);
    app.clock.advance(11);
    await lookAtKeys(app, other);
    tokens.push((await app.login()).access_token, (await other.login()).access_token);
    expect(new Set(tokens.map(kidOf)).size).toBe(2);
    for (const token of tokens)
      for (const node of [app, other]) expect((await node.get('/api/me/', token)).status).toBe(200);
  });
});

async function register(app: TestApp) {
  await app.register();
  return app.login();
}
