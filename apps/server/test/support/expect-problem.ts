import { expect } from 'vitest';
import type { Answer } from './client.ts';

/** The answer is a problem document of that code, complete and consistent. */
export function expectProblem(answer: Answer, status: number, code: string, reason?: string): void {
  expect(answer.body).toMatchObject({ status, code, ...(reason !== undefined && { reason }) });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers['x-request-id']).toMatch(/^[\w-]+$/);
  expect(answer.body).toMatchObject({
    type: expect.stringContaining(code) as string,
    title: expect.stringMatching(/./) as string,
    detail: expect.stringMatching(/./) as string,
  });
}

/** A 400 that names these fields and no others. */
export function expectFields(answer: Answer, ...fields: string[]): void {
  expectProblem(answer, 400, 'invalid_request');
  expect(Object.keys(answer.body.errors).sort()).toEqual(fields.sort());
}
