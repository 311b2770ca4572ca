// npm run example: installs and builds what is missing, then starts Latchkey and the scoreboard beside it. Both end with
// Ctrl+C. Another PORT, SCOREBOARD_PORT or DATA_DIR can be given.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildExample, fail, prepare, root, say } from './prepare.mjs';

const {
  PATH,
  PORT: port = '8000',
  SCOREBOARD_PORT: scoreboardPort = '8001',
  DATA_DIR: data = join(root, 'examples/scoreboard/data'),
} = process.env;
const latchkeyUrl = `http://localhost:${port}`;
const scoreboardUrl = `http://localhost:${scoreboardPort}`;
const admin = 'admin@example.com';

// Nothing else of our environment: the settings of another installation are not meant for this one.
const latchkey = {
  PATH,
  DATA_DIR: data,
  PORT: port,
  HOST: 'localhost',
  // The scoreboard needs nothing but the public keys then.
  JWT_ALGORITHM: 'ES256',
  // Its page may sign in.
  CORS_ALLOWED_ORIGINS: scoreboardUrl,
  LOG_LEVEL: 'warn',
};

prepare();
buildExample();
for (const [one, name] of [
  [port, 'PORT'],
  [scoreboardPort, 'SCOREBOARD_PORT'],
]) {
  if (!/^\d{1,5}$/.test(one) || Number(one) > 65_535)
    fail(`${name} is to be the number of a port, such as 8000.`);
  if (!(await isFree(Number(one))))
    fail(
      `Port ${one} is taken. Stop what uses it, or choose another: ${name}=${Number(one) + 100} npm run example`,
    );
}
const password = makeAdmin();

const children = [
  start('apps/server/dist/main.js', latchkey),
  start('examples/scoreboard/dist/main.js', { PATH, PORT: scoreboardPort, LATCHKEY_URL: latchkeyUrl }),
];
// Ctrl+C reaches the children by itself.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', stop);

await Promise.all([isServed(`${latchkeyUrl}/health/ready`), isServed(scoreboardUrl)]);
if (children.every(isRunning)) say(greeting());

function greeting() {
  const staff =
    password === undefined
      ? `${admin}. For a new password: DATA_DIR='${data}' npm run latchkey -- admin reset-password ${admin}`
      : `${admin} with the password ${password} (it is shown this once)`;
  return `
Open ${scoreboardUrl} and create an account: everybody who is signed in may read.
To add games, sign in as ${staff}.
Sign-ins can be ended at ${latchkeyUrl}/account/ and ${latchkeyUrl}/admin/. Ctrl+C ends both services.
`;
}

/** @returns the password of the admin; undefined where there is one since an earlier start. */
function makeAdmin() {
  const input = randomBytes(12).toString('base64url');
  const args = [join(root, 'apps/server/dist/cli.js'), 'admin', 'create', admin];
  const { status, stderr } = spawnSync(process.execPath, args, { env: latchkey, input, encoding: 'utf8' });
  if (stderr.includes(`${admin} has an account`)) return undefined;
  if (status !== 0) fail(`The admin could not be made. ${stderr}`);
  return input;
}

function start(file, env) {
  const child = spawn(process.execPath, [join(root, file)], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  child.once('exit', (code, signal) => {
    if (code) process.exitCode = code;
    // Neither Ctrl+C nor we: it has died.
    if (signal && !['SIGINT', 'SIGTERM'].includes(signal)) process.exitCode = 1;
    stop();
  });
  return child;
}

/** One is of no use without the other. */
function stop() {
  for (const child of children) child.kill('SIGTERM');
}

function isRunning({ exitCode, signalCode }) {
  return exitCode === null && signalCode === null;
}

async function isServed(url) {
  while (children.every(isRunning)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}
