import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { fuzzRuns, fuzzTimeout } from './fuzz-runs.ts';
import { anyRequest, operationCount, type FuzzRequest } from './requests.ts';
import { startStage } from './stage.ts';

/*
 * Requests that are made from the OpenAPI document, from good ones to nonsense, as a stranger, a user and an admin, on
 * the real service. The client of the tests compares every answer with the document. A failure prints the requests, and
 * the seed that repeats them (fuzz-runs.ts).
 */
const quickRuns = 40;

onEveryDatabase('requests made from the document', (kind) => {
  test(
    'are never answered with a 500 or unlike the document, all are answered, and the database stays whole',
    async () => {
      const stage = await startStage(kind);
      const answered = new Map<string, Set<number>>();
      const play = async (requests: readonly FuzzRequest[]): Promise<void> => {
        const words = await stage.begin();
        for (const request of requests) {
          const { status, text } = await stage.send(request, words);
          answered.set(request.operation, (answered.get(request.operation) ?? new Set()).add(status));
          if (status === 500) throw new Error(`${request.operation} answered ${status}: ${text}`);
        }
      };
      const some = fc.array(anyRequest, { minLength: 1, maxLength: 40, size: 'max' });
      await fc.assert(fc.asyncProperty(some, play), fuzzRuns(quickRuns));
      await stage.expectConsistent();

      // Chance reaches nearly everything, and more than refusals.
      const succeeded = [...answered.values()].filter((statuses) => [...statuses].some((one) => one < 300));
      expect(answered.size).toBeGreaterThan(operationCount * 0.9);
      // Chance decides how many; what gets nowhere reaches hardly any.
      expect(succeeded.length).toBeGreaterThan(operationCount * 0.2);
      const all = new Set([...answered.values()].flatMap((statuses) => [...statuses]));
      expect([...all]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]));
    },
    fuzzTimeout(quickRuns),
  );
});
