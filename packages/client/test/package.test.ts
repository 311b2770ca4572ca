import { installPackage, packagingFaults, typeFaults, type Project } from '@latchkey/package-check';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
let project: Project;

beforeAll(() => {
  project = installPackage(folder);
});

afterAll(() => project.remove());

test('the package holds what is built, its licence and its README', () => {
  expect(readdirSync(project.packageFolder).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
});

test('an installed client keeps its session in a file, as its README shows, and lets the program end', () => {
  const [example = ''] = readmeBlocks('js');
  const program = `
    import { createServer } from 'node:http';
    const claims = { sub: '1', user_id: 1, sid: 's' };
    const pair = {
      access_token: ['h', Buffer.from(JSON.stringify(claims)).toString('base64url'), 's'].join('.'),
      refresh_token: '00000000-0000-4000-8000-000000000000',
      expires_in: 3_600,
    };
    const server = createServer(({ url }, response) => {
      console.log(url);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(url === '/api/login/' ? pair : { id: 1 }));
    }).unref();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const [email, password] = ['user@example.com', 'correct horse battery'];
    ${example.replace("'https://auth.example.com'", "'http://127.0.0.1:' + server.address().port")}
  `;
  expect(project.node(program)).toBe('/api/login/\n/api/me/\n{ id: 1 }\n');
});

test('the file storage of the README does not take a file that cannot be read for no session', () => {
  const [example = ''] = readmeBlocks('js');
  const program = `
    import { createClient } from '@latchkey/client';
    import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
    const file = 'folder.json';
    await mkdir(file);
    ${example.slice(example.indexOf('const storage'), example.indexOf('const client'))}
    const client = createClient({ storage });
    console.log(await client.restore().catch((error) => error.name + ' ' + error.cause.code));
    console.log(await storage.setItem('', 'secret').catch(() => 'not stored'));
    console.log((await readdir('.')).filter((name) => name.startsWith(file)));
  `;
  expect(project.node(program)).toBe("StorageError EISDIR\nnot stored\n[ 'folder.json' ]\n");
});

test('its types are whole, the examples of its README compile, and mistakes do not', () => {
  const program = [
    "const client = createClient({ baseUrl: 'https://auth.example.com', storage: localStorage });",
    "const form: Body<'register'> = { email: 'a@example.com', password: 'x' };",
    'await client.register(form);',
    'await client.login(form);',
    'const me: Schemas["Me"] = await client.me();',
    'const { items, next }: Answer<"listOwnSessions"> = await client.sessions.list({ limit: 5 });',
    'await client.sessions.end(items[0]?.id ?? String(next) + me.email);',
    'const overview = await client.json<Schemas["Overview"]>("/api/admin/overview/");',
    'client.onSignedOut((reason) => console.log(reason === "other tab", overview.sessions.live));',
    'const codeOf = (error: unknown) => error instanceof ApiProblem && error.code;',
    'console.log(codeOf(await client.accessToken()));',
  ];
  const mistakes = [
    'createClient({ storage: 5 })',
    'createClient({ storage: { getItem: () => 5, setItem: () => {}, removeItem: () => {} } })',
    'client.register({ email: "a@example.com" })',
    'client.login({ email: "a@example.com", password: 5 })',
    '(await client.me()).name',
    'client.password.change({ new_password: "x" })',
    'client.onSignedOut((reason) => reason === "bored")',
    'const wrong: Body<"login"> = {}',
  ];
  const lines = [...readmeExamples(), ...program, ...mistakes.map((code) => `${code};`)];
  expect(project.faultyLines(lines)).toEqual(mistakes.map((code) => `${code};`));
});

test('publint finds nothing', async () => {
  expect(await packagingFaults(project.tarball)).toEqual([]);
});

test('the types are not wrong, wherever ES modules are imported', async () => {
  expect(await typeFaults(project.tarball, ['.'])).toEqual([]);
});

/** The examples, each in a block of its own, below all that they import and what they take as given. */
function readmeExamples(): readonly string[] {
  return [
    "import { ApiProblem, createClient, type Answer, type Body, type Schemas } from '@latchkey/client';",
    'declare const email: string, password: string;',
    'declare function showSignIn(reason: string): void;',
    'declare function show(...texts: unknown[]): void;',
    ...readmeBlocks('ts').flatMap((code) => {
      const [imports = '', ...lines] = code.split('\n');
      expect(imports).toMatch(/^import \{.*\} from '@latchkey\/client';$/);
      return ['{', ...lines, '}'];
    }),
  ];
}

function readmeBlocks(language: string): readonly string[] {
  const readme = readFileSync(`${project.packageFolder}/README.md`, 'utf8');
  const blocks = readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  const codes = Array.from(blocks, ([, code = '']) => code.trim());
  if (codes.length === 0) throw new Error(`The README has no examples in ${language}.`);
  return codes;
}
