import { fileURLToPath } from 'node:url';

/** The file of a program that scripts/bench.mjs has built, named by its source below bench/. */
export function program(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, dist));
}

/** This code is part of a bundle: its own place is bench/dist, or a file beside main.js in it. */
const dist = new URL('.', import.meta.url);

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', dist));
