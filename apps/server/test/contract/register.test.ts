import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

onEveryDatabase('registering', (kind) => {
  const shared = share((atTheEnd) => startApp(kind, { atTheEnd }));

  test('the first account has id 1, and the answer is exactly id and address', async () => {
    const app = await startApp(kind);
    const answer = await app.post('/api/register/', { password: 'password', email: 'user@example.com' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: 1, email: 'user@example.com' });
  });

  test('a name may be given, in any script and with spaces, and is shown as typed', async () => {
    const app = await startApp(kind);
    const username = '  Ζωή 李小龙 🎲 ';
    await app.post('/api/register/', { email: 'user@example.com', password: 'password', username });
    const { access_token } = await app.login('user@example.com', 'password');
    expect((await app.get('/api/me/', access_token)).body.username).toBe(username);
  });

  test('an address is kept as typed, trimmed, and compared without case in whole', async () => {
    const app = await startApp(kind);
    const first = await app.post('/api/register/', {
      email: '  John.Smith@Example.COM ',
      password: 'password',
    });
    expect(first.body).toEqual({ id: 1, email: 'John.Smith@Example.COM' });
    const second = await app.post('/api/register/', {
      email: 'JOHN.smith@example.com',
      password: 'password',
    });
    expectProblem(second, 400, 'email_taken');
    expect(second.body.errors['email']).toHaveLength(1);
    expect(await app.login('john.smith@EXAMPLE.com', 'password')).toHaveProperty('access_token');
  });

  test('of 16 racing registrations of one address one succeeds and fifteen are told that it is taken', async () => {
    const app = await startApp(kind);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        app.post('/api/register/', {
          email: i % 2 ? 'race@example.com' : 'RACE@example.com',
          password: 'password',
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(15).fill(400)]);
    for (const answer of answers.filter(({ status }) => status === 400))
      expectProblem(answer, 400, 'email_taken');
  });

  test('an id is never used again, also after the newest account was deleted', async () => {
    const app = await startApp(kind);
    await app.register('first@example.com');
    const newest = await app.register('second@example.com');
    const { access_token } = await app.login('second@example.com');
    const deleted = await app.send('DELETE', '/api/me/', {
      body: { current_password: newest.password },
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(deleted.status).toBe(204);
    expect((await app.register('third@example.com')).id).toBeGreaterThan(newest.id);
  });

  test.each([
    ['nothing', {}, ['email', 'password']],
    ['no password', { email: 'user@example.com' }, ['password']],
    ['no address', { password: 'password' }, ['email']],
    ['empty texts', { email: '', password: '' }, ['email', 'password']],
    ['numbers', { email: 1, password: 12345678 }, ['email', 'password']],
    ['null', { email: null, password: null }, ['email', 'password']],
    ['lists', { email: ['a@example.com'], password: ['password'] }, ['email', 'password']],
    ['an unknown field', { email: 'user@example.com', password: 'password', is_staff: true }, ['is_staff']],
    [
      'several faults at once',
      { email: 'nope', password: 'short', username: 5, x: 1 },
      ['email', 'password', 'username', 'x'],
    ],
    ['a short password', { email: 'user@example.com', password: '1234567' }, ['password']],
    ['a password over 1,024 bytes', { email: 'user@example.com', password: 'é'.repeat(513) }, ['password']],
    [
      'a name over 150 characters',
      { email: 'user@example.com', password: 'password', username: '🎲'.repeat(151) },
      ['username'],
    ],
    ['a NUL in the password', { email: 'user@example.com', password: 'pass\0word' }, ['password']],
    ['a NUL in the name', { email: 'user@example.com', password: 'password', username: 'a\0' }, ['username']],
  ])('%s: a bad request that names each field', async (_name, body, fields) => {
    const app = shared();
    expectFields(await app.post('/api/register/', body), ...fields);
  });

  test.each([
    'plain',
    '@example.com',
    'user@',
    'user@example',
    'user@@example.com',
    'us er@example.com',
    'user@exa mple.com',
    'user@example..com',
    '.user@example.com',
    'user.@example.com',
    'us..er@example.com',
    'user@-example.com',
    'user@example-.com',
    'user@example.123',
    'user@.com',
    'user@example.com.',
    `${'a'.repeat(65)}@example.com`,
    `user@${'a.'.repeat(130)}com`,
    'user@[127.0.0.1]',
    '"user"@example.com',
    'user<x>@example.com',
    'user@exam_ple.com',
    'a@b.c\r\nBcc: x@y.z',
    'user\u200b name@example.com',
  ])('%j is no address', async (email) => {
    const app = shared();
    expectFields(await app.post('/api/register/', { email, password: 'password' }), 'email');
  });

  test.each([
    'a@b.co',
    'user+tag@example.co.uk',
    "o'brien@example.com",
    'имя@пример.рф',
    'user@münchen.de',
    'root@localhost',
    'x_y-z@sub.example.com',
  ])('%s is an address', async (email) => {
    const app = shared();
    expect((await app.post('/api/register/', { email, password: 'password' })).status).toBe(201);
  });

  test('a lone surrogate, which only an escape can send, is refused by name', async () => {
    const app = await startApp(kind);
    const headers = { 'content-type': 'application/json' };
    const body = '{"email":"user@example.com","password":"pass\\ud800word"}';
    expectFields(await app.post('/api/register/', body, headers), 'password');
    const whole = '{"email":"user@example.com","password":"pass\\ud83c\\udfb2word"}';
    expect((await app.post('/api/register/', whole, headers)).status).toBe(201);
  });

  test('a password of 8 characters outside the basic plane and one of 1,024 bytes are taken and work', async () => {
    const app = await startApp(kind);
    for (const [email, password] of [
      ['a@example.com', '🎲🎲🎲🎲🎲🎲🎲🎲'],
      ['b@example.com', 'é'.repeat(512)],
      ['c@example.com', '        '],
    ] as const) {
      await app.register(email, password);
      expect(await app.login(email, password)).toHaveProperty('access_token');
    }
  });

  test('with PASSWORD_BLOCK_COMMON a common password is refused in any case', async () => {
    const app = await startApp(kind, { environment: { PASSWORD_BLOCK_COMMON: 'true' } });
    for (const password of ['password', 'PassWord', 'qwertyuiop']) {
      expectFields(await app.post('/api/register/', { email: 'user@example.com', password }), 'password');
    }
    await app.register('user@example.com', 'correct horse battery');
  });

  test('closed registration says so', async () => {
    const app = await startApp(kind, { environment: { REGISTRATION_OPEN: 'false' } });
    expectProblem(
      await app.post('/api/register/', { email: 'user@example.com', password: 'password' }),
      403,
      'forbidden',
    );
  });
});
