import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** Logs in over and over, from many connections at once, and does what `Retry-After` says. */
const { url, connections, body, milliseconds } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const until = performance.now() + milliseconds;
/** @type {Record<string, number>} */
const statuses = {};
let slowestMs = 0;

function login() {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/api/login/`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          retryAfterSeconds: Number(answer.headers['retry-after'] ?? 0),
        }),
      );
    });
    sent.on('error', () => resolve({ status: 0, retryAfterSeconds: 1 }));
    sent.end(body);
  });
}

async function keepLoggingIn() {
  while (performance.now() < until) {
    const sentAt = performance.now();
    const { status, retryAfterSeconds } = await login();
    slowestMs = Math.max(slowestMs, performance.now() - sentAt);
    statuses[status] = (statuses[status] ?? 0) + 1;
    await pause(retryAfterSeconds * 1_000);
  }
}

await Promise.all(Array.from({ length: connections }, keepLoggingIn));
parentPort?.postMessage({ statuses, slowestMs });
