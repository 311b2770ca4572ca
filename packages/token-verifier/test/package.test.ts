import { installPackage, packagingFaults, typeFaults, type Project } from '@latchkey/package-check';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIssuer, issuerUrl, sharedSecret } from './support/issuer.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
let project: Project;

beforeAll(() => {
  project = installPackage(folder('..'), [folder('../../../node_modules/jose')]);
});

afterAll(() => project.remove());

test('the package holds what is built, its licence and its README', () => {
  expect(readdirSync(project.packageFolder).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
});

test('an installed package verifies a token', () => {
  const printed = project.node(`
    import { createVerifier } from '@latchkey/token-verifier';
    import { requireToken as fastify } from '@latchkey/token-verifier/fastify';
    import { requireToken as express } from '@latchkey/token-verifier/express';
    import { requireToken as hono } from '@latchkey/token-verifier/hono';
    const verifier = createVerifier({ issuer: '${issuerUrl}', key: '${sharedSecret}' });
    console.log((await verifier.verify('${createIssuer('HS256').token()}')).user_id);
    console.log([fastify, express, hono].map((requireToken) => typeof requireToken(verifier)).join());
  `);
  expect(printed).toBe('7\nfunction,function,function\n');
});

test('its types are whole without any framework, and mistakes do not compile', () => {
  const program = [
    "import { createVerifier, TokenError, type AccessTokenClaims } from '@latchkey/token-verifier';",
    "import { claimsOf, requireToken } from '@latchkey/token-verifier/express';",
    "const verifier = createVerifier({ issuer: 'https://auth.example.com', leeway: 3 });",
    "const claims: AccessTokenClaims = await verifier.verify('token');",
    'const id: number = claims.user_id;',
    "const isOurs = (error: unknown) => error instanceof TokenError && error.code === 'expired';",
    'requireToken(verifier, { allow: ({ user_id }) => user_id === id && isOurs(undefined) });',
    'claimsOf({ claims });',
  ];
  const mistakes = [
    'createVerifier({})',
    'createVerifier({ issuer: 5 })',
    "createVerifier({ issuer: '', key: 5 })",
    'verifier.verify(undefined)',
    'claims.user_id = 5',
    'claims.email',
    'new TokenError("unheard_of", "")',
    'requireToken(verifier, { allow: () => 5 })',
  ];
  const lines = [...program, ...mistakes.map((code) => `${code};`)];
  expect(project.faultyLines(lines)).toEqual(mistakes.map((code) => `${code};`));
});

test('publint finds nothing', async () => {
  expect(await packagingFaults(project.tarball)).toEqual([]);
});

test('the types are not wrong, wherever ES modules are imported', async () => {
  expect(await typeFaults(project.tarball, ['.', './fastify', './express', './hono'])).toEqual([]);
});
