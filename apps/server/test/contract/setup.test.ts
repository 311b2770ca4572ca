import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { fromServer } from '../../src/lib/origin.ts';

const admin = { email: 'admin@example.com', password: 'the password of the admin' };
const path = '/api/admin/setup/';

onEveryDatabase('the first admin', (kind) => {
  async function started() {
    const app = await startApp(kind);
    const token = app.service.setupLink?.split('#')[1] ?? '';
    return { app, token };
  }

  test('is made by whoever holds the link, who can administer then', async () => {
    const { app, token } = await started();
    expect(app.service.setupLink).toMatch(/^http:\/\/localhost:8000\/admin\/setup#[\w-]{32}$/);
    expect((await app.get(path)).body).toEqual({ needed: true });
    const made = await app.post(path, { token, ...admin });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ id: 1, email: admin.email });
    expect((await app.get(path)).body).toEqual({ needed: false });
    const { access_token } = await app.login(admin.email, admin.password);
    expect((await app.get('/api/admin/overview/', access_token)).status).toBe(200);
  });

  test('is one, of 16 who come with the link at once', async () => {
    const { app, token } = await started();
    const race = Array.from({ length: 16 }, (_, i) =>
      app.post(path, { token, email: `admin-${i}@example.com`, password: admin.password }),
    );
    const answers = await Promise.all(race);
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 15 }, () => 400),
    ]);
    for (const answer of answers.filter(({ status }) => status === 400))
      expectProblem(answer, 400, 'token_invalid');
  });

  test('is one, also where two links were made', async () => {
    const { app, token } = await started();
    const another = (await app.service.services.firstAdmin.makeLink(fromServer))?.split('#')[1] ?? '';
    const race = [token, another].map((one, i) =>
      app.post(path, { token: one, email: `admin-${i}@example.com`, password: admin.password }),
    );
    expect((await Promise.all(race)).map(({ status }) => status).sort()).toEqual([201, 400]);
  });

  test('is not made with a link that was used, is older than an hour, or was never given', async () => {
    const { app, token } = await started();
    expectProblem(await app.post(path, { token: 'x'.repeat(32), ...admin }), 400, 'token_invalid');
    app.clock.advance(3_601);
    expectProblem(await app.post(path, { token, ...admin }), 400, 'token_invalid');
    const renewed = (await app.service.services.firstAdmin.makeLink(fromServer))?.split('#')[1] ?? '';
    expect((await app.post(path, { token: renewed, ...admin })).status).toBe(201);
    const again = { token: renewed, email: 'second@example.com', password: admin.password };
    expectProblem(await app.post(path, again), 400, 'token_invalid');
  });

  test('a link can be used again after a mistake in what came with it', async () => {
    const { app, token } = await started();
    await app.register('taken@example.com');
    expectFields(
      await app.post(path, { token, email: 'no address', password: 'short' }),
      'email',
      'password',
    );
    expectProblem(await app.post(path, { token, ...admin, email: 'Taken@example.com' }), 400, 'email_taken');
    expect((await app.post(path, { token, ...admin })).status).toBe(201);
  });

  test('once there has been one, no link makes another, and none is offered', async () => {
    const { app, token } = await started();
    await operate(app).makeAdmin(admin.email, admin.password);
    const late = { token, email: 'late@example.com', password: admin.password };
    expectProblem(await app.post(path, late), 400, 'token_invalid');
    await app.stop();
    expect((await app.another()).service.setupLink).toBeUndefined();
  });

  test('the database keeps a hash of the link alone', async () => {
    const { app, token } = await started();
    const rows = await app.service.database.kysely.selectFrom('one_time_tokens').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
