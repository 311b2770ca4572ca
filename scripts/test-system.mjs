// npm run test:system: installs the libraries that other services verify our tokens with, as Debian packages them, and
// tests against them. What cannot be installed fails: a check that is left out looks like one that passed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { asRoot } from './as-root.mjs';
import { buildConformanceKit, prepare, root, run } from './prepare.mjs';

const packages = [
  ...['python3-jwt', 'python3-cryptography', 'python3-djangorestframework-simplejwt', 'python3-psycopg2'],
  ...['python3-fastapi', 'python3-uvicorn'],
  // Whence and where to accounts move.
  ...['python3-django', 'python3-argon2', 'python3-bcrypt'],
  // promtool, which knows what Prometheus understands.
  'prometheus',
  // For disks that are full or read-only.
  ...['mount', 'e2fsprogs'],
  // For TLS, and for what is deployed: proxies read their own configuration, systemd its unit.
  ...['openssl', 'nginx-light', 'haproxy', 'caddy', 'systemd'],
];

prepare();
buildConformanceKit();
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
