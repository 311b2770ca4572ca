import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { OpenList } from './open-list.ts';

function listOf(...names: string[]): { list: OpenList<{ name: string }>; items: { name: string }[] } {
  const list = new OpenList<{ name: string }>();
  const items = names.map((name) => ({ name }));
  for (const item of items) list.add(item);
  return { list, items };
}

const namesIn = (list: Iterable<{ name: string }>): string => [...list].map(({ name }) => name).join('');

test('items stand in the order of their coming, whoever leaves', () => {
  const { list, items } = listOf('a', 'b', 'c', 'd');
  const [first, second, , last] = items;
  for (const item of [second, last, first]) if (item) list.delete(item);
  list.add({ name: 'e' });
  expect(namesIn(list)).toBe('ce');
  expect(list.size).toBe(2);
});

test('an item that has left can leave again, and come again', () => {
  const { list, items } = listOf('a', 'b');
  const [first = { name: '' }] = items;
  list.delete(first);
  list.delete(first);
  list.delete({ name: 'a stranger' });
  expect(list.size).toBe(1);
  list.add(first);
  expect(namesIn(list)).toBe('ba');
});

test('an item that is added twice is in it once, and leaves at once', () => {
  const { list, items } = listOf('a', 'b');
  const [first = { name: '' }] = items;
  list.add(first);
  expect([namesIn(list), list.size]).toEqual(['ab', 2]);
  list.delete(first);
  expect([namesIn(list), list.size]).toEqual(['b', 1]);
});

test('the item at hand may leave', () => {
  const { list } = listOf('a', 'b', 'c');
  let seen = '';
  for (const item of list) {
    seen += item.name;
    list.delete(item);
  }
  expect([seen, list.size]).toEqual(['abc', 0]);
});

test('one item can be in several lists', () => {
  const { list, items } = listOf('a');
  const other = new OpenList<{ name: string }>();
  for (const item of items) other.add(item);
  for (const item of items) list.delete(item);
  expect([list.size, other.size]).toEqual([0, 1]);
});

/** By how much the memory of what has lived long grows while items come and go, in bytes; only the young are collected. */
function promoted(open: OpenList<object>): number {
  setFlagsFromString('--expose-gc');
  // The function comes with the flag, and is given to contexts that are made after it.
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  const underWay = Array.from({ length: 64 }, () => ({}));
  // One that takes long is promoted, and must not take those along that came after it.
  const slow = {};
  open.add(slow);
  collect();
  const before = oldSpace();
  for (let i = 0; i < 100_000; i += 1) {
    const item = { body: new Array<number>(100).fill(i) };
    open.delete(underWay[i % 64] ?? {});
    underWay[i % 64] = item;
    open.add(item);
    if (i === 5_000) open.delete(slow);
    if (i % 700 === 0) collect({ type: 'minor' });
  }
  collect({ type: 'minor' });
  return oldSpace() - before;
}

function oldSpace(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? NaN
  );
}

test('what has left is not kept by what left before it', () => {
  expect(promoted(new OpenList())).toBeLessThan(4 * 2 ** 20);
});
