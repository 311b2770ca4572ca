import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, onTestFinished, test } from 'vitest';

const document = new URL('../../../../docs/openapi.json', import.meta.url);

/** What a client would write with the types of an independent generator. */
const client = `
import type { components, operations, paths } from './api.js';

type Pair = operations['login']['responses'][200]['content']['application/json'];
const pair: Pair = { access_token: 'a', token_type: 'Bearer', expires_in: 30, refresh_expires_in: 60 };
const me: components['schemas']['Me'] = { id: 1, username: '', email: 'user@example.com' };
const change: NonNullable<paths['/api/me/']['put']['requestBody']>['content']['application/json'] = { username: 'x' };
const problem: operations['login']['responses'][401]['content']['application/problem+json'] = {
  type: 't', title: 't', status: 401, detail: 'd', code: 'invalid_credentials',
};
export const all = [pair, me, change, problem];
`;

const wrong = `
import type { components, operations } from './api.js';
// @ts-expect-error: a pair has more than that
export const pair: components['schemas']['TokenPair'] = { access_token: 'a' };
// @ts-expect-error: a login has no such code
export const code: operations['login']['responses'][401]['content']['application/problem+json']['code'] = 'not_found';
`;

test('an independent generator makes types of the document that a client can work with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-types-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const parsed = JSON.parse(await readFile(document, 'utf8')) as Parameters<typeof openapiTS>[0];
  await writeFile(join(folder, 'api.d.ts'), astToString(await openapiTS(parsed)));
  await writeFile(join(folder, 'client.ts'), client);
  await writeFile(join(folder, 'wrong.ts'), wrong);
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
  const files = ['api.d.ts', 'client.ts', 'wrong.ts'].map((file) => join(folder, file));
  const compiled = await promisify(execFile)(process.execPath, [compiler, ...options, ...files], {
    cwd: folder,
  }).catch((error: unknown) => error);
  expect(compiled).toMatchObject({ stdout: '' });
});
