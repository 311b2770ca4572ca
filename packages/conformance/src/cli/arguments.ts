import { parseArgs } from 'node:util';
import { CannotRun, type ConformanceOptions } from '../options.ts';

export const help = `Checks a running server against the contract of Latchkey's API, promise by promise.

latchkey-conformance URL [options]

URL                     where the server is: http://localhost:8000

--only NAME             only this group or check; may be given again, or as a list with commas
--skip NAME             all but this group or check
--quick                 leaves out what has to be waited for
--grace SECONDS         REFRESH_REUSE_GRACE of the server, where no admin is given (10)
--settle SECONDS        how long a change of settings may take to reach all servers behind the address (0)
--admin-email ADDRESS   an admin, to check the promises to admins as well
--disposable            the server was made for this run: its settings may be changed for a moment
--timeout SECONDS       how long an answer may take (15)

--json                  prints the report as JSON
--junit FILE            writes the report as JUnit XML, too
--list                  prints all groups and checks, and asks no server
--help, --version

CONFORMANCE_ADMIN_EMAIL, CONFORMANCE_ADMIN_PASSWORD: the admin. (--admin-password is there, too, but whoever can list
processes can read it.)
CONFORMANCE_JWT_SECRET: the secret of HS256 (latchkey keys show), to check tokens that are signed well and yet wrong.

It makes accounts of its own (at conformance.example.com) and deletes them in the end. Exit codes: 0 all that was checked
is kept, 1 a promise is broken, 2 it could not run.
`;

export interface CommandLine {
  readonly wants: 'run' | 'help' | 'version' | 'list';
  readonly options: ConformanceOptions;
  readonly json: boolean;
  readonly junitFile: string | undefined;
}

const types = {
  only: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  grace: { type: 'string' },
  settle: { type: 'string' },
  'admin-email': { type: 'string' },
  'admin-password': { type: 'string' },
  disposable: { type: 'boolean' },
  timeout: { type: 'string' },
  json: { type: 'boolean' },
  junit: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws CannotRun when the command line is wrong. */
export function readCommandLine(args: string[], environment: Environment): CommandLine {
  const { values, positionals } = parse(args);
  const wants = values.help ? 'help' : values.version ? 'version' : values.list ? 'list' : 'run';
  const [baseUrl, ...more] = positionals;
  if (wants === 'run' && baseUrl === undefined)
    throw new CannotRun('Which server? Give its address, like http://localhost:8000');
  if (more.length > 0) throw new CannotRun(`One server at a time; what is "${more.join(' ')}"?`);
  const admin = readAdmin(
    values['admin-email'] ?? environment['CONFORMANCE_ADMIN_EMAIL'],
    values['admin-password'] ?? environment['CONFORMANCE_ADMIN_PASSWORD'],
  );
  if (values.disposable && admin === undefined)
    throw new CannotRun('--disposable needs an admin, who changes the settings.');
  return {
    wants,
    json: values.json === true,
    junitFile: values.junit,
    options: {
      baseUrl: baseUrl ?? '',
      admin,
      secret: environment['CONFORMANCE_JWT_SECRET'],
      disposable: values.disposable,
      quick: values.quick,
      graceSeconds: readSeconds('--grace', values.grace),
      settleSeconds: readSeconds('--settle', values.settle),
      timeoutSeconds: readSeconds('--timeout', values.timeout),
      only: readNames(values.only),
      skip: readNames(values.skip),
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: types, allowPositionals: true });
  } catch (cause) {
    // parseArgs throws nothing else, and its first sentence says it all.
    if (cause instanceof TypeError) throw new CannotRun(cause.message.split(/\. |\n/)[0], { cause });
    throw cause;
  }
}

function readAdmin(email: string | undefined, password: string | undefined): ConformanceOptions['admin'] {
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined)
    throw new CannotRun('The address of the admin is missing: --admin-email, or CONFORMANCE_ADMIN_EMAIL.');
  if (password === undefined)
    throw new CannotRun('The password of the admin is missing: CONFORMANCE_ADMIN_PASSWORD.');
  return { email, password };
}

function readSeconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new CannotRun(`${option} takes seconds, a number; "${text}" is none.`);
  return Number(text);
}

const readNames = (texts: readonly string[] | undefined): readonly string[] | undefined =>
  texts
    ?.flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
