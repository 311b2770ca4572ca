import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml, parseAllDocuments } from 'yaml';
import { readDockerfile, type Stage } from '../support/dockerfile.ts';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What platforms look for at the root, and all of deploy/. */
export const deployFiles: readonly string[] = [
  ...['.dockerignore', 'Dockerfile', 'Procfile', 'app.json', 'compose.postgres.yml', 'compose.yml'],
  ...['fly.toml', 'render.yaml'],
  ...execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'deploy'], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n'),
];

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The last stage of the Dockerfile, which is the image. */
export function readImage(): Stage {
  const stage = readDockerfile(read('Dockerfile')).at(-1);
  if (!stage) throw new Error('The Dockerfile is empty.');
  return stage;
}

export interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly [option: string]: unknown;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** A Compose file with its variables, where nobody has set them but these. */
export function readCompose(file: string, set: Readonly<Record<string, string>> = {}): Compose {
  const interpolated = (_key: unknown, value: unknown): unknown =>
    typeof value === 'string' ? interpolate(value, set) : value;
  // What is said here of its form the tests then look at, field by field.
  return parseYaml(read(file), interpolated, { merge: true }) as Compose;
}

function interpolate(text: string, set: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_all, name: string, kind: string | undefined, word: string | undefined) => {
      if (set[name] === undefined && kind === '?') throw new Error(`${name}: ${word ?? ''}`);
      return set[name] ?? (kind === '-' ? (word ?? '') : '');
    },
  );
}

/** The names and values of lines like NAME=VALUE, those that are commented out too. */
export function readAssignments(text: string): readonly (readonly [name: string, value: string])[] {
  return [...text.matchAll(/^#?(?:Environment=)?([A-Z][A-Z_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
}

export interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly [field: string]: unknown;
}

export function readManifests(file: string): readonly Manifest[] {
  return parseAllDocuments(read(file)).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** What the tests look at in fly.toml. */
export interface Fly {
  readonly env: Readonly<Record<string, string>>;
  readonly kill_signal: string;
  readonly kill_timeout: string;
  readonly build: { readonly dockerfile: string };
  readonly http_service: {
    readonly internal_port: number;
    readonly auto_stop_machines: string;
    readonly checks: readonly { readonly path: string }[];
  };
}

export function readFly(): Fly {
  return parseToml(read('fly.toml')) as unknown as Fly;
}

export interface AppJson {
  readonly env: Readonly<
    Record<string, { readonly value?: string; readonly generator?: string; readonly required?: boolean }>
  >;
}

export function readAppJson(): AppJson {
  return JSON.parse(read('app.json')) as AppJson;
}

export interface Render {
  readonly services: readonly {
    readonly envVars: readonly {
      readonly key: string;
      readonly value?: string;
      readonly generateValue?: boolean;
      readonly fromDatabase?: { readonly name: string };
    }[];
    readonly dockerfilePath: string;
    readonly healthCheckPath: string;
    readonly preDeployCommand: string;
    readonly maxShutdownDelaySeconds: number;
  }[];
  readonly databases: readonly { readonly name: string; readonly ipAllowList: readonly unknown[] }[];
}

export function readRender(): Render {
  return parseYaml(read('render.yaml')) as Render;
}

/** The lines of a command of a Procfile. */
export function readProcfile(): ReadonlyMap<string, string> {
  const lines = read('Procfile').trim().split('\n');
  return new Map(lines.map((line) => line.split(/: (.*)/, 2) as [string, string]));
}
