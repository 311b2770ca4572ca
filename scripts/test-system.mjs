// npm run test:system: installs the libraries that other services verify our tokens with, as Debian packages them, and
// tests against them. What cannot be installed fails: a check that is left out looks like one that passed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { asRoot } from './as-root.mjs';
import { prepare, root, run } from './prepare.mjs';

const packages = [
  ...['python3-jwt', 'python3-cryptography', 'python3-djangorestframework-simplejwt'],
  ...['python3-fastapi', 'python3-uvicorn'],
  // promtool, which knows what Prometheus understands.
  'prometheus',
  // For disks that are full or read-only.
  ...['mount', 'e2fsprogs'],
];

prepare();
installMissing();
run(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...[
      '--root',
      join(root, 'apps/server'),
      '--config',
      join(root, 'apps/server/test/system/vitest.config.ts'),
    ],
    ...process.argv.slice(2),
  ],
  'Some system tests failed.',
);

function installMissing() {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const failure = `The system tests need ${missing.join(' ')} and apt-get could not install it. Use Debian, or install it by hand.`;
  const apt = asRoot('apt-get');
  run(apt.command, [...apt.args, 'update'], failure);
  run(apt.command, [...apt.args, 'install', '-y', '--no-install-recommends', ...missing], failure);
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat', '${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}
