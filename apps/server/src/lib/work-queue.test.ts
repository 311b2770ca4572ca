import { describe, expect, test } from 'vitest';
import { patient, patientFor, QueueFullError } from './waiting-line.ts';
import { createWorkQueue } from './work-queue.ts';

/** Work that is finished by hand. */
function heldWork() {
  const running: (() => void)[] = [];
  const begun: string[] = [];
  const work = (name = ''): Promise<void> => {
    begun.push(name);
    return new Promise<void>((resolve) => running.push(resolve));
  };
  const finishNext = async (): Promise<void> => {
    running.shift()?.();
    await new Promise(setImmediate);
  };
  return { running, begun, work, finishNext };
}

describe('the work queue', () => {
  test('never does more at a time than it has places, and serves in order', async () => {
    const { running, work, finishNext } = heldWork();
    const queue = createWorkQueue({ places: 2, firstGuessMs: 1 });
    const order: number[] = [];
    const all = [0, 1, 2, 3].map((i) => queue.run(patient, work).then(() => order.push(i)));
    expect(running).toHaveLength(2);
    expect(queue.waiting).toBe(2);
    for (let i = 0; i < 4; i += 1) await finishNext();
    await Promise.all(all);
    expect(order).toEqual([0, 1, 2, 3]);
    expect(queue.waiting).toBe(0);
  });

  test('turns away at once what could not be begun before its deadline, and says for how long', async () => {
    const { work, finishNext } = heldWork();
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1_000 });
    const run = (): Promise<void> => queue.run(patientFor(2_500), work);
    const accepted = [run(), run(), run()];
    const refused = run();
    await expect(refused).rejects.toBeInstanceOf(QueueFullError);
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 3 });
    const begun = (): Promise<string> => Promise.resolve('begun');
    await expect(queue.keepRoom(patientFor(2_500), begun)).rejects.toBeInstanceOf(QueueFullError);
    expect(await queue.keepRoom(patientFor(3_500), begun)).toBe('begun');
    for (let i = 0; i < 3; i += 1) await finishNext();
    await Promise.all(accepted);
    const later = queue.run(patientFor(2_500), () => Promise.resolve('served'));
    expect(await later).toBe('served');
  });

  test('judges newcomers by how long its work has taken lately', async () => {
    const queue = createWorkQueue({ places: 1, firstGuessMs: 60_000 });
    const held = queue.run(patient, () => new Promise((resolve) => setImmediate(resolve)));
    const later = (): Promise<void> => queue.keepRoom(patientFor(5_000), () => Promise.resolve());
    await expect(later()).rejects.toBeInstanceOf(QueueFullError);
    await held;
    for (let i = 0; i < 80; i += 1) await queue.run(patient, () => Promise.resolve());
    const next = queue.run(patient, () => new Promise((resolve) => setImmediate(resolve)));
    await later();
    await next;
  });

  test('what was foreseen wrongly is answered at its deadline, and never begun', async () => {
    const { begun, work, finishNext } = heldWork();
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1 });
    const slow = queue.run(patient, () => work('slow'));
    const late = queue.run(patientFor(30), () => work('late'));
    await expect(late).rejects.toBeInstanceOf(QueueFullError);
    expect(queue.waiting).toBe(0);
    await finishNext();
    await slow;
    expect(begun).toEqual(['slow']);
  });

  test('what nobody waits for any more is not begun, and takes no room from others', async () => {
    const { begun, work, finishNext } = heldWork();
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1_000 });
    let isGone = false;
    const leaving = { deadline: performance.now() + 2_500, isGone: () => isGone };
    const first = queue.run(patient, () => work('first'));
    const left = [1, 2].map(() => queue.run(leaving, () => work('left')));
    for (const one of left) one.catch(() => undefined);
    await expect(queue.run(patientFor(2_500), () => work('refused'))).rejects.toBeInstanceOf(QueueFullError);
    isGone = true;
    const stays = queue.run(patientFor(2_500), () => work('stays'));
    for (const one of left) await expect(one).rejects.toBeInstanceOf(QueueFullError);
    await finishNext();
    await finishNext();
    await Promise.all([first, stays]);
    expect(begun).toEqual(['first', 'stays']);
  });

  test('a place that is free passes over those who have hung up', async () => {
    const { begun, work, finishNext } = heldWork();
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1 });
    const first = queue.run(patient, () => work('first'));
    const gone = queue.run({ deadline: Infinity, isGone: () => true }, () => work('gone'));
    gone.catch(() => undefined);
    const second = queue.run(patient, () => work('second'));
    await finishNext();
    await expect(gone).rejects.toBeInstanceOf(QueueFullError);
    await finishNext();
    await Promise.all([first, second]);
    expect(begun).toEqual(['first', 'second']);
  });

  test('of many that come at once only as many are begun as can be served', async () => {
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1_000 });
    const { begun, work, finishNext } = heldWork();
    const come = (): Promise<void> => queue.keepRoom(patientFor(3_500), () => work('read'));
    const all = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => Promise.race([come(), Promise.resolve()])),
      ...Array.from({ length: 100 }, come),
    ]);
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(100);
    expect(begun).toHaveLength(4);
    for (let i = 0; i < 4; i += 1) await finishNext();
    expect(await queue.keepRoom(patientFor(3_500), () => Promise.resolve('begun'))).toBe('begun');
  });

  test('work that fails gives its place back', async () => {
    const queue = createWorkQueue({ places: 1, firstGuessMs: 1 });
    await expect(queue.run(patient, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    expect(await queue.run(patient, () => Promise.resolve(7))).toBe(7);
  });
});
