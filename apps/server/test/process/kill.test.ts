import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { defaultPassword, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually, pause } from '../support/eventually.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

const kills = 2;
const sessionCount = 6;
const registrarCount = 2;

/** How a client makes sure that a retry is known for one: by being quick, or by its key. */
const retries: [string, Environment, () => string | undefined][] = [
  ['retried within the grace', {}, () => undefined],
  ['retried with its Idempotency-Key', { REFRESH_REUSE_GRACE: '0' }, randomUUID],
];

onEveryDatabase('after `kill -9` in the middle of refreshing and registering', (kind) => {
  test.each(retries)(
    'every account and session that was answered works, and what was not answered and is %s',
    async (_name, settings, makeKey) => {
      const installation = await newInstallation(kind, settings);
      let server = await startServer(installation);
      const load = new Load(() => server, makeKey);
      await load.begin();
      for (let kill = 1; kill <= kills; kill += 1) {
        await load.progress();
        await server.kill();
        server = await startServer(server.environment);
      }
      await load.progress();
      await load.end();

      expect(load.lost).toBeGreaterThan(0);
      expect(load.unexpected).toEqual([]);
      await load.expectAllToWork();
    },
  );
});

class Load {
  readonly unexpected: string[] = [];
  /** Requests that were cut off. */
  lost = 0;
  readonly #server: () => ServerProcess;
  readonly #makeKey: () => string | undefined;
  readonly #registered: string[] = [];
  readonly #currentTokens: string[] = [];
  #rotations = 0;
  #isOver = false;
  #clients: Promise<void>[] = [];

  constructor(server: () => ServerProcess, makeKey: () => string | undefined) {
    this.#server = server;
    this.#makeKey = makeKey;
  }

  async begin(): Promise<void> {
    await this.#server().register('refreshing@example.com');
    const logins = Array.from({ length: sessionCount }, () => this.#server().login('refreshing@example.com'));
    const pairs = await Promise.all(logins);
    this.#clients = [
      ...pairs.map((pair, i) => this.#keepRefreshing(i, pair.refresh_token)),
      ...Array.from({ length: registrarCount }, () => this.#keepRegistering()),
    ];
  }

  /** Waits until both kinds of clients have been served for a while, then until a moment that nobody chose. */
  async progress(): Promise<void> {
    const [rotations, registered] = [this.#rotations + 5 * sessionCount, this.#registered.length + 4];
    await eventually('progress of every client', () => {
      return this.#rotations >= rotations && this.#registered.length >= registered;
    });
    await pause(Math.random() * 60);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  async expectAllToWork(): Promise<void> {
    for (const email of this.#registered) await this.#server().login(email);
    const answers = await Promise.all(this.#currentTokens.map((token) => this.#server().refresh(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(sessionCount).fill(200));
  }

  async #keepRefreshing(i: number, token: string): Promise<void> {
    this.#currentTokens[i] = token;
    while (!this.#isOver) {
      const [current, key] = [this.#currentTokens[i] ?? '', this.#makeKey()];
      const answer = await this.#untilAnswered(() => this.#server().refresh(current, key));
      if (answer.status !== 200) return void this.unexpected.push(`refresh: ${answer.text}`);
      this.#currentTokens[i] = answer.body.refresh_token;
      this.#rotations += 1;
    }
  }

  async #keepRegistering(): Promise<void> {
    while (!this.#isOver) {
      const email = `${randomUUID()}@example.com`;
      const body = { email, password: defaultPassword };
      const lostBefore = this.lost;
      const answer = await this.#untilAnswered(() => this.#server().post('/api/register/', body));
      // An answer that was lost may have been a success.
      const isThere = answer.body.code === 'email_taken' && this.lost > lostBefore;
      if (answer.status !== 201 && !isThere) return void this.unexpected.push(`register: ${answer.text}`);
      this.#registered.push(email);
    }
  }

  async #untilAnswered(send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await send();
      } catch {
        this.lost += 1;
        await pause(20);
      }
    }
  }
}
