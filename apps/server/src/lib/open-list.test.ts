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
