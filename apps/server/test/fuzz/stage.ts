import { expect } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { defaultPassword, type Answer } from '../support/client.ts';
import type { DatabaseKind } from '../support/databases.ts';
import { operate } from '../support/operate.ts';
import type { FuzzRequest } from './requests.ts';

/** What the words in requests stand for. */
export type Words = Readonly<Record<string, string>>;

export interface Stage {
  readonly app: TestApp;
  /** New accounts and tokens: whatever was played before may have ended or deleted the ones before. */
  begin(): Promise<Words>;
  send(request: FuzzRequest, words: Words): Promise<Answer>;
  /** The database is whole, and the service serves. */
  expectConsistent(): Promise<void>;
}

const patienceMs = 20_000;

export async function startStage(kind: DatabaseKind): Promise<Stage> {
  const app = await startApp(kind, { environment: { TRUST_PROXY: '127.0.0.1' } });
  const { settings, settingsService } = app.service.services;
  let count = 0;

  async function resetSettings(): Promise<void> {
    const { version, settings: all } = await settingsService.list();
    const overridden = all.filter((one) => one.overridden).map(({ name }) => [name, null] as const);
    if (overridden.length > 0)
      await settingsService.change(version, Object.fromEntries(overridden), fromCommandLine);
    await settings.refresh();
  }

  const stage: Stage = {
    app,
    async begin() {
      await resetSettings();
      count += 1;
      const [admin, user] = [`admin-${count}@example.com`, `user-${count}@example.com`];
      await operate(app).makeAdmin(admin, defaultPassword);
      const { id } = await app.register(user);
      const adminPair = await app.login(admin);
      const spent = await app.login(user);
      const userPair = (await app.refresh(spent.refresh_token)).body;
      const { items } = (await app.get('/api/me/sessions/', userPair.access_token)).body;
      return {
        USER_TOKEN: userPair.access_token,
        ADMIN_TOKEN: adminPair.access_token,
        REFRESH: userPair.refresh_token,
        SPENT: spent.refresh_token,
        PASSWORD: defaultPassword,
        SESSION: items[0]?.id ?? '',
        LINK: await operate(app).makeResetToken(id),
        USER: user,
        ADMIN: admin,
      };
    },

    async send({ method, path, headers, body }, words) {
      const fill = (text: string): string =>
        text.replace(
          /\b(USER|ADMIN|REFRESH|SPENT|PASSWORD|SESSION|LINK|USER_TOKEN|ADMIN_TOKEN)\b/g,
          (word) => words[word] ?? '',
        );
      const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
      const answer = app.send(method, fill(path), {
        headers: filled,
        ...(body !== undefined && { body: fill(body) }),
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`${method} ${path} was not answered`)), patienceMs);
      });
      return Promise.race([answer, late]).finally(() => clearTimeout(timer));
    },

    async expectConsistent() {
      const { kysely } = app.service.database;
      const lost = await kysely
        .selectFrom('sessions')
        .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select('sessions.id')
        .where('accounts.id', 'is', null)
        .where('sessions.ended_at', 'is', null)
        .execute();
      expect(lost, 'live sessions without an account').toEqual([]);
      const addresses = await kysely.selectFrom('accounts').select('email_normalized').execute();
      expect(new Set(addresses.map((row) => row.email_normalized)).size).toBe(addresses.length);
      const admins = await kysely
        .selectFrom('accounts')
        .select('id')
        .where('is_staff', '=', 1)
        .where('is_active', '=', 1)
        .execute();
      expect(admins.length).toBeGreaterThan(0);
      expect((await app.get('/health/ready')).status).toBe(200);
      const words = await stage.begin();
      expect((await app.get('/api/me/', words['USER_TOKEN'])).status).toBe(200);
    },
  };
  return stage;
}
