import { expect } from 'vitest';
import type { Exit } from './child-process.ts';

/** It ended with 1 after one line for the operator: what is wrong, and no stack. */
export function expectRefusal({ code, stdout, stderr }: Exit, ...parts: (string | RegExp)[]): void {
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(1);
  expectNoStack(stderr);
}

export function expectNoStack(text: string): void {
  expect(text).not.toMatch(/^\s*at .*:\d+/m);
  expect(text).not.toMatch(/node_modules|node:internal|Error:/);
}
