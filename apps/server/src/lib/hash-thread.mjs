// A thread that hashes passwords, one at a time. It gives way to every other thread on the machine that wants the
// processor: who is signed in does not wait for those who sign in.
import { getPriority, setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import { checkFormerHash } from './former-hash-check.mjs';

const givesWay = 10;
/** For how long an answer may wait for the next ones, in milliseconds. */
const patienceMs = 30;

// On Linux a priority is that of the calling thread; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + givesWay, 19));

parentPort.on('message', (first) => {
  let answers = [];
  let since = performance.now();
  for (let job = first; job; job = receiveMessageOnPort(parentPort)?.message) {
    answers.push(answer(job));
    if (job.isPressed && performance.now() - since < patienceMs) continue;
    parentPort.postMessage(answers);
    answers = [];
    since = performance.now();
  }
  if (answers.length > 0) parentPort.postMessage(answers);
});

function answer(job) {
  try {
    return { result: run(job) };
  } catch (error) {
    return { message: error.message };
  }
}

function run({ password, options, passwordHash, formerWork }) {
  if (formerWork !== undefined) return checkFormerHash(password, formerWork);
  return passwordHash === undefined ? hashSync(password, options) : verifySync(passwordHash, password);
}
