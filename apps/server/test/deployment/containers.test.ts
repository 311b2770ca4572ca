import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createProgram } from '../../src/cli/program.ts';
import { environmentOf, lastOf, readDockerfile, words } from '../support/dockerfile.ts';
import { read, readCompose, readImage } from './deploy-files.ts';

const image = readImage();
const port = environmentOf(image)['PORT'];
const set = { PUBLIC_HOST: 'auth.example.com' };
const pinned = /^[\w./-]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$/;
const commands = createProgram().commands.map((command) => command.name());

describe('the image', () => {
  test('its Dockerfile has no fault that a linter finds, which finds planted ones', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
    expect(validate(read('Dockerfile').replace('HEALTHCHECK', 'HEALTHCHEK'))).toHaveLength(1);
    expect(validate(read('Dockerfile').replace('EXPOSE 8000', 'EXPOSE eight'))).toHaveLength(1);
  });

  test('begins with a pinned version of Node that the server runs on', () => {
    for (const { base } of readDockerfile(read('Dockerfile'))) {
      expect(base).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
      const [, major = 0, minor = 0] = /:(\d+)\.(\d+)/.exec(base) ?? [];
      const [oldestMajor = 0, oldestMinor = 0] = packageJson.engines.node.match(/\d+/g)?.map(Number) ?? [];
      expect(Number(major) * 1_000 + Number(minor)).toBeGreaterThanOrEqual(oldestMajor * 1_000 + oldestMinor);
      // Even ones are kept for years.
      expect(Number(major) % 2).toBe(0);
    }
  });

  test('runs as a user by number, which may be checked not to be root, and takes signals itself', () => {
    expect(lastOf(image, 'USER').text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(words(lastOf(image, 'ENTRYPOINT').text)).toEqual(['latchkey']);
    expect(commands).toContain(words(lastOf(image, 'CMD').text)[0]);
    expect(lastOf(image, 'STOPSIGNAL').text).toBe('SIGTERM');
    expect(lastOf(image, 'EXPOSE').text).toBe(port);
    expect(lastOf(image, 'VOLUME').text).toBe(environmentOf(image)['DATA_DIR']);
    expect(lastOf(image, 'HEALTHCHECK').text).toContain('/health/live');
  });

  test('nothing private goes into it', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const path of ['.git', '**/node_modules', '**/data', '**/secrets', '**/.env*'])
      expect(ignored).toContain(path);
  });
});

describe('the Compose files', () => {
  const one = readCompose('compose.yml');
  const many = readCompose('compose.postgres.yml', set);

  test.each([
    ['latchkey', one.services['latchkey']],
    ['node-1', many.services['node-1']],
    ['node-2', many.services['node-2']],
  ])('%s runs the image with the least that it needs', (_name, service) => {
    expect(service).toMatchObject({
      build: '.',
      image: `latchkey:${packageJson.version}`,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      init: true,
      restart: 'unless-stopped',
    });
    expect(service?.['privileged'] ?? service?.['user']).toBeUndefined();
  });

  test('every image is pinned, and every volume and secret that is used is declared', () => {
    for (const { services, volumes = {}, secrets = {} } of [one, many]) {
      for (const service of Object.values(services)) {
        expect(service['image']).toMatch(pinned);
        const mounts = (service['volumes'] ?? []) as readonly string[];
        const named = mounts
          .map((mount) => mount.split(':')[0] ?? '')
          .filter((name) => !name.startsWith('.'));
        expect(Object.keys(volumes)).toEqual(expect.arrayContaining(named));
        expect(Object.keys(secrets)).toEqual(expect.arrayContaining([...((service['secrets'] ?? []) as [])]));
      }
    }
    expect(Object.values(many.secrets ?? {}).map(({ file }) => file)).toEqual([
      './secrets/database-url',
      './secrets/secret-key',
      './secrets/postgres-password',
    ]);
  });

  test('only proxies are reached from other machines', () => {
    expect(one.services['latchkey']?.['ports']).toEqual([`127.0.0.1:${port}:${port}`]);
    const open = Object.entries(many.services).filter(([, service]) => service['ports'] !== undefined);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
    expect(many.services['proxy']?.environment).toEqual({
      LATCHKEY_SITE: set.PUBLIC_HOST,
      LATCHKEY_NODES: `node-1:${port} node-2:${port}`,
    });
  });

  test('without the name that people see, nothing starts and it says so', () => {
    expect(() => readCompose('compose.postgres.yml')).toThrow(
      'PUBLIC_HOST: Set it to the name that people see',
    );
  });
});
