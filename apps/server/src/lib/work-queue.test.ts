import { describe, expect, test } from 'vitest';
import { createWorkQueue, QueueFullError } from './work-queue.ts';

/** Work that is finished by hand. */
function heldWork() {
  const running: (() => void)[] = [];
  return { running, work: () => new Promise<void>((resolve) => running.push(resolve)) };
}

describe('the work queue', () => {
  test('never does more at a time than it has places, and serves in order', async () => {
    const { running, work } = heldWork();
    const queue = createWorkQueue({ places: 2, longestWaitMs: 60_000, firstGuessMs: 1 });
    const order: number[] = [];
    const all = [0, 1, 2, 3].map((i) => queue.run(work).then(() => order.push(i)));
    expect(running).toHaveLength(2);
    expect(queue.waiting).toBe(2);
    for (let i = 0; i < 4; i += 1) {
      running[i]?.();
      await new Promise(setImmediate);
    }
    await Promise.all(all);
    expect(order).toEqual([0, 1, 2, 3]);
    expect(queue.waiting).toBe(0);
  });

  test('turns away at once what would wait too long, and says for how long', async () => {
    const { running, work } = heldWork();
    const queue = createWorkQueue({ places: 1, longestWaitMs: 2_500, firstGuessMs: 1_000 });
    const accepted = [queue.run(work), queue.run(work), queue.run(work)];
    const refused = queue.run(work);
    await expect(refused).rejects.toBeInstanceOf(QueueFullError);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 3 });
    for (let i = 0; i < 3; i += 1) {
      running[i]?.();
      await new Promise(setImmediate);
    }
    await Promise.all(accepted);
    const later = queue.run(() => Promise.resolve('served'));
    expect(await later).toBe('served');
  });

  test('work that fails gives its place back', async () => {
    const queue = createWorkQueue({ places: 1, longestWaitMs: 1_000, firstGuessMs: 1 });
    await expect(queue.run(() => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    expect(await queue.run(() => Promise.resolve(7))).toBe(7);
  });
});
