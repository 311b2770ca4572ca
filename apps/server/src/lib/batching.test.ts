import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createBatcher, type Batch } from './batching.ts';
import { QueueFullError } from './waiting-line.ts';

interface Item {
  readonly key: number;
  readonly name: string;
}

/** A batcher whose batches are finished by hand. */
function heldBatcher(concurrency: number, maximumSize = 100, maximumWaiting = 100) {
  const started: { names: string[]; finish: (error?: Error) => void }[] = [];
  const add = createBatcher<Item, string>({
    key: ({ key }) => key,
    concurrency,
    maximumSize,
    maximumWaiting,
    run: (batch: Batch<Item, string>) =>
      new Promise((resolve, reject) => {
        const finish = (error?: Error): void => {
          if (error) return reject(error);
          for (const { input, resolve: answer } of batch) answer(`answer to ${input.name}`);
          resolve();
        };
        started.push({ names: batch.map(({ input }) => input.name), finish });
      }),
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { started, add, turn };
}

describe('batching', () => {
  test('what arrives in one turn is worked on together, and everybody gets the own answer', async () => {
    const { started, add, turn } = heldBatcher(1);
    const answers = [add({ key: 1, name: 'a' }), add({ key: 2, name: 'b' })];
    await turn();
    expect(started.map(({ names }) => names)).toEqual([['a', 'b']]);
    started[0]?.finish();
    expect(await Promise.all(answers)).toEqual(['answer to a', 'answer to b']);
  });

  test('what arrives while all places are taken makes the next batch', async () => {
    const { started, add, turn } = heldBatcher(1);
    void add({ key: 1, name: 'a' });
    await turn();
    void add({ key: 2, name: 'b' });
    await turn();
    void add({ key: 3, name: 'c' });
    await turn();
    expect(started).toHaveLength(1);
    started[0]?.finish();
    await turn();
    expect(started[1]?.names).toEqual(['b', 'c']);
  });

  test('one key is never in two batches at the same time, and holds no other key up', async () => {
    const { started, add, turn } = heldBatcher(2);
    void add({ key: 1, name: 'a' });
    await turn();
    void add({ key: 1, name: 'a again' });
    void add({ key: 2, name: 'b' });
    await turn();
    expect(started[1]?.names).toEqual(['b']);
    started[0]?.finish();
    await turn();
    expect(started[2]?.names).toEqual(['a again']);
  });

  test('a batch that fails rejects what it left unanswered, and the next one runs', async () => {
    const { started, add, turn } = heldBatcher(1);
    const failing = add({ key: 1, name: 'a' });
    await turn();
    started[0]?.finish(new Error('no luck'));
    await expect(failing).rejects.toThrow('no luck');
    const next = add({ key: 1, name: 'b' });
    await turn();
    started[1]?.finish();
    expect(await next).toBe('answer to b');
  });

  test('past the bound what comes is refused at once, and taken again when there is room', async () => {
    const { started, add, turn } = heldBatcher(1, 100, 2);
    const first = add({ key: 1, name: 'a' });
    await turn();
    const waiting = [add({ key: 2, name: 'b' }), add({ key: 3, name: 'c' })];
    await expect(add({ key: 4, name: 'd' })).rejects.toBeInstanceOf(QueueFullError);
    started[0]?.finish();
    await turn();
    const later = add({ key: 5, name: 'e' });
    started[1]?.finish();
    await turn();
    started[2]?.finish();
    expect(await Promise.all([first, ...waiting, later])).toHaveLength(4);
  });

  test('while no batch comes to its end for a second, nothing more is taken in', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { started, add, turn } = heldBatcher(1);
    const first = add({ key: 1, name: 'a' });
    await turn();
    vi.advanceTimersByTime(900);
    const second = add({ key: 2, name: 'b' });
    await turn();
    vi.advanceTimersByTime(200);
    await turn();
    await expect(add({ key: 3, name: 'c' })).rejects.toBeInstanceOf(QueueFullError);
    started[0]?.finish();
    await turn();
    const third = add({ key: 4, name: 'd' });
    started[1]?.finish();
    await turn();
    started[2]?.finish();
    expect(await Promise.all([first, second, third])).toHaveLength(3);
  });

  test('no batch is larger than allowed, and nothing is left behind', async () => {
    const { started, add, turn } = heldBatcher(1, 2);
    for (let key = 0; key < 5; key += 1) void add({ key, name: String(key) });
    for (let i = 0; i < 3; i += 1) {
      await turn();
      started[i]?.finish();
    }
    await turn();
    expect(started.map(({ names }) => names)).toEqual([['0', '1'], ['2', '3'], ['4']]);
  });
});
