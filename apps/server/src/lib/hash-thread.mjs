// A thread that hashes passwords, one at a time. It gives way to every other thread on the machine that wants the
// processor: who is signed in does not wait for those who sign in.
import { getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import { checkFormerHash } from './former-hash-check.mjs';

const givesWay = 10;

// On Linux a priority is that of the calling thread; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + givesWay, 19));

parentPort.on('message', async (job) => {
  try {
    parentPort.postMessage({ result: await run(job) });
  } catch (error) {
    parentPort.postMessage({ message: error.message });
  }
});

function run({ password, options, passwordHash, formerWork }) {
  if (formerWork !== undefined) return checkFormerHash(password, formerWork);
  return passwordHash === undefined ? hashSync(password, options) : verifySync(passwordHash, password);
}
