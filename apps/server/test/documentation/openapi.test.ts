import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { describeApi } from '../../src/http/openapi.ts';
import { startApp } from '../support/app.ts';

const committed = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));

async function current(): Promise<string> {
  const app = await startApp('SQLite');
  return format(JSON.stringify(describeApi(app.service.app)), { parser: 'json', printWidth: 110 });
}

test('docs/openapi.json is what the server describes; npm run openapi writes it anew', async () => {
  const text = await current();
  if (process.env['WRITE_DOCUMENTS']) await writeFile(committed, text);
  expect(await readFile(committed, 'utf8')).toBe(text);
});

test('the server serves its description', async () => {
  const app = await startApp('SQLite');
  const answer = await app.get('/openapi.json');
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.body).toEqual(JSON.parse(await current()));
});

test('every answer that is no problem, and every body to send, has an example from a real exchange', async () => {
  const { service } = await startApp('SQLite');
  const operations = Object.values(describeApi(service.app).paths).flatMap((methods) =>
    Object.values(methods),
  );
  const without = operations.filter(({ requestBody, responses }) => {
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
    const contents = [requestBody?.content, success?.content].filter((content) => content !== undefined);
    return !contents.flatMap(Object.values).every((media: object) => 'example' in media);
  });
  expect(without.map(({ operationId }) => operationId)).toEqual([]);
});
