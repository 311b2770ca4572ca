import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { secretVariables, variables } from '../../src/config-variables.ts';
import { settingNames } from '../../src/features/settings/registry.ts';
import { environmentOf } from '../support/dockerfile.ts';
import {
  deployFiles,
  read,
  readAppJson,
  readAssignments,
  readCompose,
  readFly,
  readImage,
  readManifests,
  readRender,
} from './deploy-files.ts';

type Values = Readonly<Record<string, string>>;

const known = new Set<string>([
  ...Object.keys(variables),
  ...secretVariables.map((name) => `${name}_FILE`),
  ...settingNames,
]);

/** Of other programs, or of a file itself. */
const ofOthers = new Set([
  ...[
    'NODE_IMAGE',
    'NODE_EXTRA_CA_CERTS',
    'NET_BIND_SERVICE',
    'PUBLIC_HOST',
    'LATCHKEY_SITE',
    'LATCHKEY_NODES',
  ],
  ...[
    'POSTGRES_USER',
    'POSTGRES_DB',
    'POSTGRES_PASSWORD_FILE',
    'AF_INET',
    'AF_INET6',
    'AF_UNIX',
    'AF_NETLINK',
  ],
]);

/** What an operator is asked for, or a platform makes. */
const asked: Values = {
  PUBLIC_URL: 'https://auth.example.com',
  SECRET_KEY: 'a secret key that a platform makes',
  DATABASE_URL: 'postgres://latchkey:secret@database.internal/latchkey',
};

const image = environmentOf(readImage());
const composed = { PUBLIC_HOST: 'auth.example.com' };

function environmentOfService(file: string, service: string): Values {
  return { ...image, ...readCompose(file, composed).services[service]?.environment };
}

function fromFiles(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const variable = name.replace(/_FILE$/, '');
      return variable === name ? [name, value] : [variable, asked[variable] ?? ''];
    }),
  );
}

const configMap = readManifests('deploy/kubernetes/latchkey.yaml').find(({ kind }) => kind === 'ConfigMap');
const unit = read('deploy/systemd/latchkey.service').replaceAll(/%[Sd]/g, '/var/lib');
const environments: readonly (readonly [file: string, environment: Values])[] = [
  ['Dockerfile', image],
  ['compose.yml', environmentOfService('compose.yml', 'latchkey')],
  ['compose.postgres.yml, node-1', environmentOfService('compose.postgres.yml', 'node-1')],
  ['compose.postgres.yml, node-2', environmentOfService('compose.postgres.yml', 'node-2')],
  [
    'deploy/systemd',
    Object.fromEntries([
      ...readAssignments(read('deploy/systemd/latchkey.env')).map(([name, value]) => [
        name,
        asked[name] ?? value,
      ]),
      ...readAssignments(unit).filter(([name]) => name !== 'SECRET_KEY_FILE'),
    ]) as Values,
  ],
  [
    'app.json',
    Object.fromEntries(
      Object.entries(readAppJson().env).map(([name, { value }]) => [name, value ?? asked[name] ?? '']),
    ),
  ],
  [
    'render.yaml',
    {
      ...image,
      ...Object.fromEntries(
        (readRender().services[0]?.envVars ?? []).map(({ key, value }) => [key, value ?? asked[key] ?? '']),
      ),
    },
  ],
  ['fly.toml', { ...image, ...asked, ...readFly().env }],
  ['deploy/kubernetes', { ...image, ...(configMap?.['data'] as Values | undefined) }],
];

describe('the environment that is deployed', () => {
  test.each(environments)(
    'of %s has only variables that there are, and the server starts with it',
    (_, given) => {
      expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
      const environment: Values = { DATABASE_URL: '', ...fromFiles(given) };
      const usesPostgres = /^postgres/.test(environment['DATABASE_URL'] ?? '') || 'DATABASE_SSLMODE' in given;
      const config = loadConfig({ ...environment, ...(usesPostgres && asked) });
      expect(config.production).toBe(true);
    },
  );

  test.each(deployFiles)('%s names no variable that there is not, in its remarks neither', (file) => {
    const named = new Set(read(file).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g));
    expect([...named].filter((name) => !known.has(name) && !ofOthers.has(name))).toEqual([]);
  });

  test('behind every proxy that a file brings along the server knows of it, and is reached from outside', () => {
    const hops = environments.map(([file, { TRUST_PROXY, HOST }]) => [file, TRUST_PROXY, HOST]);
    expect(hops).toEqual([
      ['Dockerfile', undefined, '0.0.0.0'],
      ['compose.yml', '', '0.0.0.0'],
      ['compose.postgres.yml, node-1', '1', '0.0.0.0'],
      ['compose.postgres.yml, node-2', '1', '0.0.0.0'],
      ['deploy/systemd', '1', '127.0.0.1'],
      ['app.json', '1', '0.0.0.0'],
      ['render.yaml', '2', '0.0.0.0'],
      ['fly.toml', '2', '0.0.0.0'],
      ['deploy/kubernetes', '1', '0.0.0.0'],
    ]);
  });

  test('no file holds a secret', () => {
    const secrets = ['SECRET_KEY', 'JWT_SIGNING_KEY', 'ADMIN_PASSWORD', 'SMTP_URL'];
    for (const [file, environment] of environments) {
      const given = secrets.filter((name) => environment[name] && environment[name] !== asked[name]);
      const isExample = file === 'deploy/systemd' ? ['SMTP_URL'] : [];
      expect(given, file).toEqual(isExample);
    }
  });
});
