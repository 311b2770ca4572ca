import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asCurl, asPython, asTypeScript, type Call } from '../src/index.ts';

const run = promisify(execFile);

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what it was sent. */
async function listen(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(request.url === '/refused' ? 401 : 200).end('the answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}

const hostile = `it's "quoted" $(touch here) \`touch here\` \\ \n #{x} %s ünï </script> 𝒙`;

const calls: readonly [string, Omit<Call, 'url'>, string][] = [
  ['a plain GET', { method: 'GET', headers: [] }, '/api/me/'],
  ['a query', { method: 'GET', headers: [['Authorization', 'Bearer a.b.c']] }, '/api/?q=a%20b&c=%27'],
  ['a DELETE without a body', { method: 'DELETE', headers: [] }, '/api/me/'],
  [
    'hostile texts, numbers, flags and null in JSON',
    {
      method: 'PUT',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Quoted', `it's "so" $HOME \\`],
      ],
      body: JSON.stringify({ [hostile]: [hostile, 1.5, true, false, null, {}, []], nested: { a: { b: 1 } } }),
    },
    '/api/',
  ],
  [
    'a body that is no JSON',
    { method: 'POST', headers: [['Content-Type', 'text/plain']], body: `@file ${hostile}` },
    '/api/',
  ],
  ['a refusal', { method: 'POST', headers: [['Content-Type', 'application/json']], body: '{}' }, '/refused'],
];

const languages = [
  ['curl', asCurl, (code: string) => run('sh', ['-c', `${code} -s`])],
  ['TypeScript', asTypeScript, (code: string) => run(process.execPath, ['--input-type=module', '-e', code])],
  ['Python', asPython, (code: string) => run('python3', ['-c', code])],
] as const;

/** What is not installed cannot be tried. Node always is. */
const commands: Record<string, string> = { curl: 'curl', TypeScript: process.execPath, Python: 'python3' };
const isThere = await Promise.all(
  languages.map(([name]) =>
    run(commands[name] ?? name, ['--version']).then(
      () => true,
      () => false,
    ),
  ),
);

describe.each(languages)('as %s', (name, write, execute) => {
  const index = languages.findIndex(([language]) => language === name);
  test.skipIf(!isThere[index]).each(calls)('%s arrives as it was meant', async (_what, call, path) => {
    const { url, received } = await listen();
    const { stdout } = await execute(write({ ...call, url: `${url}${path}` }));
    expect(stdout).toContain('the answer');
    const [got] = received;
    expect(got).toMatchObject({ method: call.method, url: path });
    for (const [header, value] of call.headers) expect(got?.headers[header.toLowerCase()]).toBe(value);
    const meant = call.body ?? '';
    const isJson = meant.startsWith('{');
    expect(isJson ? JSON.parse(got?.body ?? '') : got?.body).toEqual(isJson ? JSON.parse(meant) : meant);
  });
});
