import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { readdirSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIssuer, issuerUrl, sharedSecret } from './support/issuer.ts';
import { installPackage, type Project } from './support/installed-package.ts';

let project: Project;

beforeAll(() => {
  project = installPackage();
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
  const errors = project.typeCheck(lines.join('\n'));
  const faulty = Array.from(errors.matchAll(/^([^\s(]+)\((\d+),/gm), ([, file, line]) =>
    file === 'main.ts' ? lines[Number(line) - 1] : file,
  );
  expect(faulty).toEqual(mistakes.map((code) => `${code};`));
});

test('publint finds nothing', async () => {
  const tarball = project.tarball.buffer.slice(
    project.tarball.byteOffset,
    project.tarball.byteOffset + project.tarball.byteLength,
  );
  const { messages, pkg } = await publint({ pack: { tarball: tarball as ArrayBuffer } }); // A file is in no shared memory.
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('the types are not wrong, wherever ES modules are imported', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(project.tarball));
  if (!analysis.types) throw new Error('It has no types.');
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining(['.', './fastify', './express', './hono']),
  );
  const problems = analysis.problems.filter(
    // It is a package of ES modules: CommonJS loads it by import(), or by require() from Node 20.19 on.
    (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});
