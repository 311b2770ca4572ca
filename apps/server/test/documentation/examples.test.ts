import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import type { Document } from '../../src/http/openapi-types.ts';
import { problems } from '../../src/http/problems.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { bearer } from '../support/client.ts';
import { createCapture, type Capture } from './capture.ts';
import { captureRareProblems } from './capture-problems.ts';

const committed = fileURLToPath(new URL('../../src/http/examples.ts', import.meta.url));

const user = { email: 'user@example.com', password: 'password' };
const admin = { email: 'admin@example.com', password: 'the password of the admin' };

/** Uses every operation as a client would. */
async function captureExamples(): Promise<Capture> {
  const app = await startApp('SQLite');
  const capture = createCapture(app);
  const { call } = capture;
  const get = (operation: string, path: string, token?: string) =>
    call({ operation, method: 'GET', path, token });
  const post = (operation: string, path: string, body: unknown, token?: string) =>
    call({ operation, method: 'POST', path, body, token });

  await post('register', '/api/register/', user);
  await post('register', '/api/register/', { ...user, password: 'short', name: 'x' });
  await post('register', '/api/register/', { ...user, email: 'User@Example.com' });
  await post('login', '/api/login/', { ...user, password: 'wrong' });
  await post('login', '/api/login/', { email: user.email });
  const { body: pair } = await post('login', '/api/login/', user);
  const { body: next } = await post('refresh', '/api/refresh/', { refresh_token: pair.refresh_token });
  const token = next.access_token;
  await post('refresh', '/api/refresh/', { refresh_token: '01890a5d-ac96-774b-bcce-b302099a8057' });
  await get('showMe', '/api/me/', token);
  await get('showMe', '/api/me/');
  await get('showMe', '/api/me/', `${token}x`);
  const change = { username: 'John Smith', email: 'newuser@example.com' };
  await call({ operation: 'changeMe', method: 'PUT', path: '/api/me/', body: change, token });
  await call({ operation: 'patchMe', method: 'PATCH', path: '/api/me/', body: { username: 'John' }, token });
  await get('exportMe', '/api/me/export/', token);
  const { body: another } = await app.post('/api/login/', { ...user, email: change.email });
  const { body: own } = await get('listOwnSessions', '/api/me/sessions/', token);
  const other = own.items.find(({ current }) => !current)?.id ?? '';
  const endOne = { operation: 'endOwnSession', method: 'DELETE', path: `/api/me/sessions/${other}/`, token };
  await call(endOne);
  await call(endOne);
  await call({ operation: 'endOtherSessions', method: 'DELETE', path: '/api/me/sessions/', token });
  await post('refresh', '/api/refresh/', { refresh_token: another.refresh_token });
  const passwords = { current_password: user.password, new_password: 'a better password' };
  await post('changePassword', '/api/me/password/', { ...passwords, current_password: 'wrong' }, token);
  await post('changePassword', '/api/me/password/', passwords, token);
  await get('listSettings', '/api/admin/settings/', token);
  await post('logout', '/api/logout/', { refresh_token: next.refresh_token });
  await post('logout', '/api/logout/', { refresh_token: 'nonsense' });

  const leaver = { email: 'leaver@example.com', password: user.password };
  await app.register(leaver.email, leaver.password);
  const { access_token: leaving } = await app.login(leaver.email, leaver.password);
  for (const current_password of ['wrong', leaver.password]) {
    const body = { current_password };
    await call({ operation: 'deleteMe', method: 'DELETE', path: '/api/me/', body, token: leaving });
  }

  await get('showSetup', '/api/admin/setup/');
  const setupToken = app.service.setupLink?.split('#')[1] ?? '';
  await post('setUp', '/api/admin/setup/', { token: setupToken, ...admin });
  await post('setUp', '/api/admin/setup/', { token: setupToken, ...admin, email: 'second@example.com' });
  const staff = (await app.login(admin.email, admin.password)).access_token;
  await captureAdministration(call, staff);

  await post('requestPasswordReset', '/api/password-reset/', { email: admin.email });
  await post('resendVerification', '/api/verify-email/resend/', { email: admin.email });
  await captureMails(app, call, staff);
  await captureKeys(call, staff);

  await get('listPublicKeys', '/.well-known/jwks.json');
  await get('readRevokedSessions', '/.well-known/revoked-sessions');
  await get('listFeedKeys', '/.well-known/revoked-sessions/jwks.json');
  await get('checkLive', '/health/live');
  await get('checkReady', '/health/ready');
  await get('listEndpoints', '/api/');
  await captureRefusedInput(app, capture, staff);
  for (const answer of await captureRareProblems()) capture.keepProblem(answer);
  return capture;
}

/** What each operation says to input that it does not know, where nothing wrong was sent to it before. */
async function captureRefusedInput(app: TestApp, { examples, call }: Capture, token: string): Promise<void> {
  const { paths } = JSON.parse((await app.get('/openapi.json')).text) as Document;
  for (const [pattern, methods] of Object.entries(paths)) {
    for (const [method, { operationId: operation, requestBody, security }] of Object.entries(methods)) {
      if (!requestBody || examples[operation]?.answers[400]) continue;
      const path = pattern.replace(/\{\w+\}/g, '1');
      const body = { surprise: true };
      await call({ operation, method: method.toUpperCase(), path, body, ...(security?.length && { token }) });
    }
  }
}

async function captureMails(app: TestApp, call: Capture['call'], token: string): Promise<void> {
  const verification = { version: 1, values: { EMAIL_VERIFICATION: 'optional' } };
  await app.send('PATCH', '/api/admin/settings/', { body: verification, headers: bearer(token) });
  await app.register('newcomer@example.com', user.password);
  const { mailWorker } = app.service.services;
  let link = '';
  await mailWorker.run((mail) => (link = mail.link ?? link));
  for (let time = 0; time < 2; time += 1) {
    const body = { token: link.split('token=')[1] };
    await call({ operation: 'verifyEmail', method: 'POST', path: '/api/verify-email/', body });
  }
  const required = { version: 2, values: { EMAIL_VERIFICATION: 'required' } };
  await app.send('PATCH', '/api/admin/settings/', { body: required, headers: bearer(token) });
  const another = { email: 'another@example.com', password: user.password };
  await call({ operation: 'register', method: 'POST', path: '/api/register/', body: another });
  await call({ operation: 'login', method: 'POST', path: '/api/login/', body: another });
  const mails = '/api/admin/mails/';
  const { body } = await call({ operation: 'listMails', method: 'GET', path: `${mails}?limit=1`, token });
  const path = `${mails}${body.items[0]?.id ?? ''}/`;
  await call({ operation: 'showMail', method: 'GET', path, token });
  const again = { operation: 'sendMailAgain', method: 'POST', path: `${path}send/`, token };
  await call(again);
  await call(again);
}

async function captureAdministration(call: Capture['call'], token: string): Promise<void> {
  const get = (operation: string, path: string) => call({ operation, method: 'GET', path, token });
  const send = (operation: string, method: string, path: string, body?: unknown) =>
    call({ operation, method, path, token, ...(body !== undefined && { body }) });

  const settings = '/api/admin/settings/';
  await get('listSettings', settings);
  await send('previewSettings', 'POST', `${settings}preview/`, { values: { ACCESS_TOKEN_LIFETIME: '1m' } });
  await send('changeSettings', 'PATCH', settings, { version: 0, values: { ACCESS_TOKEN_LIFETIME: 60 } });
  await send('changeSettings', 'PATCH', settings, { version: 0, values: { ACCESS_TOKEN_LIFETIME: 90 } });
  await send('changeSettings', 'PATCH', settings, { version: 1, values: { ACCESS_TOKEN_LIFETIME: 0 } });
  await get('listSettingChanges', `${settings}history/`);
  const accounts = '/api/admin/accounts/';
  const made = await send('createAccount', 'POST', accounts, { email: 'ada@example.com', username: 'Ada' });
  const one = `${accounts}${made.body.id}/`;
  await get('listAccounts', `${accounts}?q=ada`);
  await get('showAccount', one);
  await get('showAccount', `${accounts}99/`);
  await send('changeAccount', 'PATCH', one, { is_active: false });
  const link = await send('createResetLink', 'POST', `${one}reset-link/`);
  const { url } = link.body as unknown as { url: string };
  await send('changeAccount', 'PATCH', `${accounts}3/`, { is_staff: false });
  await send('confirmPasswordReset', 'POST', '/api/password-reset/confirm/', {
    token: new URL(url).searchParams.get('token'),
    new_password: 'a new password',
  });
  await send('changeAccount', 'PATCH', one, { is_active: true });
  const again = await call({
    operation: 'createResetLink',
    method: 'POST',
    path: `${one}reset-link/`,
    token,
  });
  const { url: usable } = again.body as unknown as { url: string };
  await send('confirmPasswordReset', 'POST', '/api/password-reset/confirm/', {
    token: new URL(usable).searchParams.get('token'),
    new_password: 'a new password',
  });
  const sessions = '/api/admin/sessions/';
  const listed = await get('listSessions', `${sessions}?state=all`);
  await send('endSession', 'DELETE', `${sessions}no-such-session/`);
  expect(listed.body.items.length).toBeGreaterThan(0);
  await send('endSessions', 'POST', `${sessions}end/`, { account: 1 });
  await send('endSessions', 'POST', `${sessions}end/`, {});
  await get('listAuditEvents', '/api/admin/audit/?limit=2');
  await get('listAuditEventNames', '/api/admin/audit/events/');
  await get('showOverview', '/api/admin/overview/');
  await send('deleteAccount', 'DELETE', one);
  await send('deleteAccount', 'DELETE', one);
}

async function captureKeys(call: Capture['call'], token: string): Promise<void> {
  const keys = '/api/admin/keys/';
  const post = (operation: string, path: string, body?: unknown) =>
    call({ operation, method: 'POST', path: `${keys}${path}`, token, ...(body !== undefined && { body }) });
  const { body: listed } = await call({ operation: 'listSigningKeys', method: 'GET', path: keys, token });
  const [signing] = (listed as unknown as { keys: { kid: string }[] }).keys;
  await post('rotateSigningKey', 'rotate/', {});
  const { body: added } = await post('addSigningKey', '');
  await post('addSigningKey', '');
  const { kid } = added as unknown as { kid: string };
  await post('activateSigningKey', `${kid}/activate/`);
  await post('activateSigningKey', `${signing?.kid}/activate/`);
  await post('retireSigningKey', `${kid}/retire/`, {});
  await post('retireSigningKey', `${kid}/retire/`, {});
  await post('retireSigningKey', `${signing?.kid}/retire/`, { now: true });
  await post('rotateSigningKey', 'rotate/', { now: true });
}

const heading = `import type { Example } from './openapi-types.ts';
import type { ProblemCode } from './problems.ts';

/** Real requests and answers: test/documentation/examples.test.ts makes them, and npm run openapi writes them anew. */
export const examples: Readonly<Record<string, Example>> = `;

test('the examples of the documentation are what the server answers; npm run openapi writes them anew', async () => {
  const capture = await captureExamples();
  expect(Object.keys(capture.problems).sort()).toEqual(Object.keys(problems).sort());
  const problemExamples = Object.keys(problems).map((code) => [code, capture.problems[code]]);
  const source = [
    `${heading}${JSON.stringify(capture.examples)};`,
    `/** An answer with each code, for the operations that have none of their own. */`,
    `export const problemExamples: Readonly<Record<ProblemCode, unknown>> = ${JSON.stringify(Object.fromEntries(problemExamples))};`,
  ].join('\n\n');
  const text = await format(source, { parser: 'typescript', printWidth: 110, singleQuote: true });
  if (process.env['WRITE_DOCUMENTS']) await writeFile(committed, text);
  expect(await readFile(committed, 'utf8')).toBe(text);
});
