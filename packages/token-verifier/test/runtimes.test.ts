import { rolldown } from 'rolldown';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import type * as library from '../src/index.ts';
import { createIssuer, issuerUrl } from './support/issuer.ts';

const entries = ['index', 'adapters/hono', 'adapters/fastify', 'adapters/express'];

/** What browsers, Deno, Bun and edge runtimes have (WinterTC's minimum common API), as far as it is used. */
const webGlobals = {
  AbortController,
  crypto,
  DOMException,
  Headers,
  performance,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  atob,
  btoa,
  clearTimeout,
  setTimeout,
};

async function bundle(entry: string) {
  const build = await rolldown({
    input: fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife', name: 'library' });
  await build.close();
  return output[0];
}

test.each(entries)('%s is whole without Node, and without any framework', async (entry) => {
  const { imports, moduleIds } = await bundle(entry);
  expect(imports).toEqual([]);
  const foreign = moduleIds.filter((id) => id.includes('node_modules') && !/node_modules\/jose\//.test(id));
  expect(foreign).toEqual([]);
});

test('tokens are verified where there is nothing of Node', async () => {
  const { code } = await bundle('index');
  const honest = createIssuer('EdDSA');
  const forged = createIssuer('EdDSA').token();
  const context = createContext({ ...webGlobals, fetch: () => Response.json({ keys: [honest.jwk] }) });
  expect(runInContext('typeof process + typeof Buffer + typeof require', context)).toBe(
    'undefined'.repeat(3),
  );
  // What the code has put there, as the types of its source say.
  const { createVerifier } = runInContext(`${code}; library`, context) as typeof library;
  const verifier = createVerifier({ issuer: issuerUrl });
  expect(await verifier.verify(honest.token())).toMatchObject({ user_id: 7 });
  await expect(verifier.verify(forged)).rejects.toMatchObject({ name: 'TokenError', code: 'bad_signature' });
});
