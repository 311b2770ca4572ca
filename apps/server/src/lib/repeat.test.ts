import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeat } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work is done again after as long as it returned', async () => {
  const work = vi.fn(() => Promise.resolve(500));
  const stop = repeat(work, () => undefined);
  await vi.advanceTimersByTimeAsync(2_000 + 3 * 500);
  expect(work).toHaveBeenCalledTimes(4);
  await stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(4);
});

test('work that fails is reported and tried again', async () => {
  const onError = vi.fn();
  const work = vi.fn(() => Promise.reject(new Error('away')));
  const stop = repeat(work, onError);
  await vi.advanceTimersByTimeAsync(4_000);
  await stop();
  expect(work).toHaveBeenCalledTimes(2);
  expect(onError.mock.calls).toEqual([[new Error('away')], [new Error('away')]]);
});

test('stopping waits for work that is under way, and says nothing of its failure', async () => {
  const order: string[] = [];
  const onError = vi.fn();
  const work = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    order.push('done');
    throw new Error('the database was closed');
  };
  const stop = repeat(work, onError);
  await vi.advanceTimersByTimeAsync(2_500);
  const stopping = stop().then(() => order.push('stopped'));
  await vi.advanceTimersByTimeAsync(10_000);
  await stopping;
  expect(order).toEqual(['done', 'stopped']);
  expect(onError).not.toHaveBeenCalled();
});
