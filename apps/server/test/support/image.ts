import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Environment } from '../../src/config.ts';
import { watch, type Exit, type Process } from './child-process.ts';
import { environmentOf, lastOf, readDockerfile, words, type Stage } from './dockerfile.ts';
import { runInFolder, scratchFolder } from './installed-server.ts';

/** What the Dockerfile makes, in folders instead of images. */
export interface Image {
  readonly stage: Stage;
  /** The folder that is the root of its file system. */
  readonly root: string;
  /** The environment that ENV sets. */
  readonly environment: Environment;
  /** Runs a command as a container does: as the image's user, with no capability, and nothing to write to but the volume. */
  run(command: readonly string[], environment: Environment): Process;
}

/** Takes the steps of a Dockerfile, one stage after the other, each in an empty folder. */
export function buildImage(context: string): Image {
  const stages = readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
  const roots = new Map<string | undefined, string>();
  const built = stages.map((stage) => {
    const root = join(scratchFolder(), 'root');
    takeSteps(stage, root, context, roots);
    roots.set(stage.name, root);
    return { stage, root };
  });
  const last = built.at(-1);
  if (!last) throw new Error('The Dockerfile is empty.');
  const { stage, root } = last;
  const environment = inside(root, environmentOf(stage));
  return {
    stage,
    root,
    environment,
    run: (command, more) => runInside(last, command, { ...environment, ...more }),
  };
}

function takeSteps(
  { steps }: Stage,
  root: string,
  context: string,
  roots: ReadonlyMap<string | undefined, string>,
): void {
  // As the base image has it.
  const programs = join(root, 'usr/local/bin');
  mkdirSync(programs, { recursive: true });
  copyFileSync(process.execPath, join(programs, 'node'));
  // Whoever runs in it need not be whoever builds it.
  chmodSync(join(root, '..'), 0o755);
  let folder = root;
  for (const { keyword, text, flags } of steps) {
    if (keyword === 'WORKDIR') {
      folder = join(root, text);
      mkdirSync(folder, { recursive: true });
    } else if (keyword === 'RUN') {
      runInFolder(folder, mapped(root, text));
    } else if (keyword === 'COPY') {
      const [source = '', target = ''] = text.split(/\s+/);
      const from = flags['from'] === undefined ? undefined : roots.get(flags['from']);
      const place = target.startsWith('/') ? join(root, target) : join(folder, target);
      if (from) cpSync(join(from, source), place, { recursive: true, verbatimSymlinks: true });
      else copyContext(join(context, source), place);
    } else if (!passive.has(keyword)) {
      throw new Error(`The tests do not know how to take the step ${keyword}.`);
    }
  }
}

/** What says how to run, and changes no file. */
const passive = new Set([
  ...['ENV', 'USER', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
]);

/** Copies all but what .dockerignore names. */
function copyContext(context: string, place: string): void {
  const patterns = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(
      (line) =>
        new RegExp(
          `^${line
            .replaceAll('.', '\\.')
            .replaceAll('**/', '(?:.*/)?')
            .replace(/(?<!\.)\*/g, '[^/]*')}$`,
        ),
    );
  const isIgnored = (path: string): boolean => patterns.some((pattern) => pattern.test(path));
  cpSync(context, place, { recursive: true, filter: (path) => !isIgnored(relative(context, path)) });
}

/** The paths of an image as they are here. Those of a cache are none of them. */
function mapped(root: string, text: string): string {
  return text.replace(/(?<![\w./-])\/(?=(?:app|data|package|src|usr\/local)\b)/g, `${root}/`);
}

function inside(root: string, environment: Readonly<Record<string, string>>): Environment {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, mapped(root, value)]));
}

function runInside(
  { stage, root }: Pick<Image, 'stage' | 'root'>,
  command: readonly string[],
  given: Environment,
): Process {
  const [user = '', group = ''] = lastOf(stage, 'USER').text.split(':');
  const volume = join(root, lastOf(stage, 'VOLUME').text);
  const script = `
    mount --bind "$1" "$1"; mount --bind "$2" "$2"
    mount -o remount,bind,ro "$1"; mount -o remount,bind,ro /
    if touch "$1/app/probe" 2>/dev/null; then echo 'This is not read-only.' >&2; exit 9; fi
    cd "$3"; shift 3; exec "$@"`;
  const least = [
    ...[
      'setpriv',
      `--reuid=${user}`,
      `--regid=${group}`,
      '--clear-groups',
      '--bounding-set=-all',
      '--no-new-privs',
    ],
    ...['env', '-i', `PATH=${root}/usr/local/bin:/usr/bin:/bin`],
    ...Object.entries(given).map(([name, value]) => `${name}=${value ?? ''}`),
  ];
  const folder = join(root, lastOf(stage, 'WORKDIR').text);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [program = '', ...args] = [
    ...[...sudo, 'unshare', '--mount', '--propagation', 'private', 'sh', '-ec', script, 'sh'],
    ...[root, volume, folder, ...least, ...command],
  ];
  return watch(program, args, { PATH: process.env['PATH'] });
}

/** What the image runs for these words, as `docker run IMAGE WORDS` has it. */
export function commandOf({ stage }: Image, given?: readonly string[]): readonly string[] {
  return [...words(lastOf(stage, 'ENTRYPOINT').text), ...(given ?? words(lastOf(stage, 'CMD').text))];
}

/** What asks whether a container is well. */
export function healthCheckOf({ stage }: Image): readonly string[] {
  return words(lastOf(stage, 'HEALTHCHECK').text.replace(/^CMD /, ''));
}

export function finish(process: Process): Promise<Exit> {
  process.stdin.end();
  return process.exited;
}
