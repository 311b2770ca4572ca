import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { sendRaw } from '../support/raw-http.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';

test('what a quiet server logs can be read within moments', async () => {
  const server = await startServer(await newInstallation('SQLite'));
  await eventually('the line of a request', () => server.stdout().includes('"path":"/health/ready"'));
  expect(server.hasEnded()).toBe(false);
});

test('nobody writes lines into the log or commands to a terminal: not by a path, a header, a name or a body', async () => {
  const installation = await newInstallation('SQLite', { LOG_LEVEL: 'trace' });
  const server = await startServer(installation);
  const forged = '{"level":60,"msg":"forged"}';
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
  const headers = 'Host: a\r\nConnection: close\r\n';
  for (const request of [
    `GET /a\x9b31m\x85b HTTP/1.1\r\n${headers}\r\n`,
    `GET /%1b[2J%0a${encodeURIComponent(forged)}?a=%0a HTTP/1.1\r\n${headers}\r\n`,
    `GET /api/ HTTP/1.1\r\n${headers}X-Request-Id: mine\r\nUser-Agent: \x9b2J\x1b[31m\r\n\r\n`,
    `GET /api/ HTTP/1.1\r\n${headers}X-Request-Id: \x9b2J\r\nUser-Agent: \x9b2J\x85\r\n\r\n`,
    `\x1b[2J\n${forged}\r\n\r\n`,
  ]) {
    await sendRaw(server, latin1(request));
  }
  const username = `\u001b[2J\r\n${forged}\u202e`;
  await server.post('/api/register/', { email: 'user@example.com', password: 'a password', username });
  const named = await runLatchkey(installation, ['admin', 'promote', '\u001b[2J\u009b31m@example.com']);
  const { stdout, stderr } = await server.stop();
  const lines = readLog(stdout);
  expect(lines.filter(({ method }) => method === 'GET').length).toBeGreaterThanOrEqual(3);
  for (const line of lines) {
    expect(line).not.toHaveProperty('msg', 'forged');
    expect(line['request_id'] ?? '').not.toMatch(/mine/);
  }
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]/;
  expect(stdout).not.toMatch(controls);
  expect(named.code).toBe(1);
  expect(named.stderr).toContain(String.raw`\u001b[2J`);
  expect(stderr + named.stdout + named.stderr).not.toMatch(controls);
});
