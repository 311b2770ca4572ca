import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../src/cli/run.ts';
import { writeJunit } from '../src/cli/write-junit.ts';
import { writeText } from '../src/cli/write-text.ts';
import type { Report } from '../src/report.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function command(args: string[], environment: Record<string, string> = {}) {
  let out = '';
  let errors = '';
  const code = await run(
    args,
    {
      environment,
      outputIsTerminal: false,
      errorIsTerminal: false,
      print: (text) => (out += text),
      printError: (text) => (errors += text),
      writeFile: () => Promise.resolve(),
      signal: new AbortController().signal,
    },
    '1.2.3',
  );
  return { code, out, errors };
}

/** Asks for a token everywhere, and knows nothing else. */
const stubborn: RequestListener = (_request, response) => {
  response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
};

test.each([
  [[], 'Which server?'],
  [['localhost:8000'], 'is no address of a server'],
  [['http://user:hush@localhost:8000'], 'may hold no name and no password'],
  [['http://localhost:8000', 'http://localhost:8001'], 'One server at a time'],
  [['http://localhost:8000', '--fast'], 'Unknown option'],
  [['http://localhost:8000', '--grace', 'soon'], '--grace takes seconds'],
  [['http://localhost:8000', '--only', 'nonsense'], 'There is no group and no check "nonsense"'],
  [['http://localhost:8000', '--disposable'], '--disposable needs an admin'],
  [['http://localhost:8000', '--admin-email', 'a@b.co'], 'The password of the admin is missing'],
  [['http://127.0.0.1:1'], 'does not answer'],
])('%j cannot run, and is told why', async (args, why) => {
  const { code, errors } = await command(args);
  expect(errors).toContain(why);
  expect(code).toBe(2);
});

test.each([
  ['a server of something else', 404, {}, 'There is no such server'],
  ['a server that fails', 502, {}, 'the server does not work'],
  ['a redirect', 301, { location: 'https://auth.example.com/' }, 'redirects to https://auth.example.com/'],
])('%s is told from a server of this API', async (_name, status, headers, why) => {
  const url = await serve((_request, response) => void response.writeHead(status, headers).end());
  const { code, errors } = await command([url]);
  expect(errors).toContain(why);
  expect(code).toBe(2);
});

test('the API is found below a path, with or without slashes', async () => {
  const seen = new Set<string | undefined>();
  const url = await serve((request, response) => {
    seen.add(request.url);
    stubborn(request, response);
  });
  for (const path of ['/auth', '/auth/', '/auth/api/', '/auth/api']) {
    await command([url + path, '--only', 'http.own-request-id']);
  }
  expect([...seen]).toEqual(['/auth/api/me/']);
});

test('a broken promise is told with what was sent, expected and received, and the exit code is 1', async () => {
  const { code, out } = await command([await serve(stubborn), '--only', 'discovery.root']);
  expect(code).toBe(1);
  expect(out).toMatch(
    /✗ the root of the API answers \[discovery\.root\]\n +sent +GET \/api\/\n +expected status 200\n +received 401\n/,
  );
  expect(out).toContain('0 passed, 1 failed, 0 not checked');
});

test('where nothing could be checked that is no success', async () => {
  const { code, out, errors } = await command([
    await serve(stubborn),
    '--only',
    'admin.make,reuse',
    '--quick',
  ]);
  expect(out).toContain('not checked: it needs an admin');
  expect(out).toContain('not checked: --quick leaves out');
  expect(errors).toContain('Nothing could be checked');
  expect(code).toBe(2);
});

test('an answer that never comes is a broken promise, not an endless run', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/api/me/') stubborn(request, response);
  });
  const { code, out } = await command([url, '--only', 'discovery.root', '--timeout', '0.2']);
  expect(out).toContain('nothing: no answer within 0.2 s');
  expect(code).toBe(1);
});

test('the report comes as JSON for programs', async () => {
  const { out } = await command([await serve(stubborn), '--only', 'discovery.root', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    failed: 1,
    results: [{ id: 'discovery.root', outcome: 'failed' }],
  });
});

test('the list has every check once, as group.name', async () => {
  const { code, out } = await command(['--list']);
  expect(code).toBe(0);
  const ids = [...out.matchAll(/^ {2}(\S+)/gm)].map((match) => match[1]);
  expect(ids.length).toBeGreaterThan(140);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id === undefined || !/^[a-z]+\.[a-z0-9-]+$/.test(id))).toEqual([]);
});

test('help and version ask no server', async () => {
  expect((await command(['--help'])).out).toContain('--disposable');
  expect((await command(['--version'])).out).toBe('1.2.3\n');
});

const report: Report = {
  baseUrl: 'http://localhost:8000',
  passed: 0,
  failed: 1,
  notChecked: 0,
  seconds: 1,
  requests: 1,
  accountsLeft: [],
  results: [
    {
      id: 'http.slash',
      group: 'http',
      promise: 'slashes & "quotes"',
      outcome: 'failed',
      failure: { expected: 'a < b', sent: 'GET /', received: '200\n\u0000' },
    },
  ],
};

test('colours are for terminals alone', () => {
  expect(writeText(report, false)).not.toContain('\u001b');
  expect(writeText(report, true)).toContain('\u001b[31m✗');
});

test('the JUnit report is well-formed, whatever a server answers', () => {
  const xml = writeJunit(report);
  expect(xml).toContain('message="expected a &lt; b"');
  expect(xml).toContain('slashes &amp; &quot;quotes&quot;');
  expect(xml).not.toContain('\u0000');
});
