import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly rule: { name: string } }[];
  };
}

async function cruise(cwd: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cruiser, 'apps', 'packages', 'examples', 'e2e', 'bench', '--output-type', 'json'],
    { cwd, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Report;
}

/** For each rule one import that breaks it: file → what it imports. */
const violations: Record<string, string> = {
  'http/a.ts': '../features/accounts/index.ts',
  'lib/a.ts': '../http/problems.ts',
  'lib/watched.ts': '../metrics/metrics.ts',
  'metrics/b.ts': 'prom-client',
  'http/traced.ts': '@opentelemetry/api',
  'lib/circle.ts': './circle-2.ts',
  'lib/circle-2.ts': './circle.ts',
  'lib/tested.ts': './clock.test.ts',
  'lib/measured.ts': '../../../../bench/main.ts',
  'features/installation/a.ts': '../settings/index.ts',
  'features/settings/a.ts': '../accounts/index.ts',
  'features/limits/a.ts': '../accounts/index.ts',
  'features/mail/a.ts': '../limits/index.ts',
  'features/audit/a.ts': '../installation/index.ts',
  'features/accounts/a.ts': '../tokens/index.ts',
  'features/accounts/b.ts': '../settings/registry.ts',
  'features/accounts/c.ts': '../../app.ts',
  'features/accounts/routes.ts': './queries.ts',
  'features/accounts/service.ts': 'fastify',
  'features/accounts/queries.ts': '../../lib/clock.ts',
  'features/tokens/a.ts': '../sessions/index.ts',
  'features/revocation/a.ts': '../sessions/index.ts',
  'features/former-tokens/a.ts': '../sessions/index.ts',
  'features/activity/a.ts': '../one-time-tokens/index.ts',
  'features/one-time-tokens/a.ts': '../installation/index.ts',
  'features/sessions/a.ts': 'pg',
  'features/sessions/b.ts': '../administration/index.ts',
  'features/link-pages/a.ts': '../administration/index.ts',
  'features/administration/a.ts': '../sessions/service.ts',
  'transfer/a.ts': '../app.ts',
  'features/audit/b.ts': '../../transfer/a.ts',
  'features/administration/b.ts': '../django-import/index.ts',
  'main.ts': './features/accounts/queries.ts',
  'sites.ts': '../../admin/src/main.tsx',
};
const targets = [
  'app.ts',
  'http/problems.ts',
  'lib/clock.ts',
  'metrics/metrics.ts',
  'lib/clock.test.ts',
  'features/sessions/index.ts',
  'features/sessions/service.ts',
  'features/administration/index.ts',
  'features/django-import/index.ts',
  'features/one-time-tokens/index.ts',
  'features/tokens/index.ts',
  'features/accounts/index.ts',
  'features/limits/index.ts',
  'features/settings/index.ts',
  'features/settings/registry.ts',
  'features/installation/index.ts',
];

test('every import rule can fail', async () => {
  const house = await mkdtemp(join(tmpdir(), 'latchkey-house-'));
  onTestFinished(() => rm(house, { recursive: true, force: true }));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  };
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json'])
    await cp(join(root, file), join(house, file));
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const path of targets) await write(`apps/server/src/${path}`, 'export const here = 1;\n');
  for (const [path, target] of Object.entries(violations)) {
    await write(`apps/server/src/${path}`, `import * as it from '${target}';\nexport const there = it;\n`);
  }
  for (const path of [
    'packages/game-score/src/a.ts',
    'apps/admin/src/main.tsx',
    'examples/scoreboard/src/a.ts',
  ]) {
    await write(path, "import * as it from '../../../apps/server/src/app.ts';\nexport const there = it;\n");
  }

  await write(
    'packages/game-score/src/b.ts',
    "import * as it from '../../../examples/scoreboard/src/a.ts';\nexport const there = it;\n",
  );

  await write(
    'e2e/a.test.ts',
    "import * as it from '../apps/server/src/app.ts';\nexport const there = it;\n",
  );

  await write('bench/main.ts', 'export const here = 1;\n');

  const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
    forbidden: { name: string }[];
  };
  const broken = new Set((await cruise(house)).summary.violations.map(({ rule }) => rule.name));
  // The highest feature has nothing above it that it could import.
  const rules = config.forbidden.map(({ name }) => name).filter((name) => !name.startsWith('django-import-'));
  expect([...broken].sort()).toEqual(rules.sort());
});

test('the house keeps them all, and they look at all of it', async () => {
  const { summary } = await cruise(root);
  expect(summary.violations).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThan(100);
});
