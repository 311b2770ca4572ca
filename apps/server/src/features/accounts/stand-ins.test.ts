import { expect, test } from 'vitest';
import { chooseStandIn, withCount, type FormerPasswords } from './stand-ins.ts';

const addresses = Array.from({ length: 4_000 }, (_, i) => `nobody-${i}@example.com`);
const passwords = (
  forms: FormerPasswords['forms'],
  { accounts = 1_000, accountsThen = 1_000 } = {},
): FormerPasswords => ({ key: 'a key', accounts, accountsThen, countedAt: 0, forms });

const choices = (of: FormerPasswords) => addresses.map((address) => chooseStandIn(of, address));
const share = (of: FormerPasswords, form: string | undefined): number =>
  choices(of).filter((choice) => choice === form).length / addresses.length;
/** Five standard errors of a share. */
const tolerance = 2.5 / Math.sqrt(addresses.length);

test('unknown addresses are given forms in the proportion in which accounts have them', () => {
  const all = passwords({ bcrypt: { came: 200, left: 200 }, pbkdf2: { came: 500, left: 500 } });
  expect(Math.abs(share(all, 'bcrypt') - 0.2)).toBeLessThan(tolerance);
  expect(Math.abs(share(all, 'pbkdf2') - 0.5)).toBeLessThan(tolerance);
  expect(Math.abs(share(all, undefined) - 0.3)).toBeLessThan(tolerance);
});

test('an address has the same form whenever it is asked for, and nobody can foresee it without the key', () => {
  const all = passwords({ pbkdf2: { came: 500, left: 500 } });
  expect(choices(all)).toEqual(choices(all));
  expect(choices({ ...all, key: 'another' })).not.toEqual(choices(all));
});

test('as accounts sign in, an address goes from its form to our own, once, and never to another form or back', () => {
  let before = choices(passwords({ a: { came: 400, left: 400 }, b: { came: 600, left: 600 } }));
  for (const [a, b, accounts] of [
    [390, 300, 1_000],
    [390, 300, 1_500],
    [100, 299, 2_000],
    [0, 10, 2_000],
    [0, 0, 2_000],
  ] as const) {
    const forms = { a: { came: 400, left: a }, b: { came: 600, left: b } };
    const now = choices(passwords(forms, { accounts }));
    for (const [i, form] of now.entries()) if (form !== undefined) expect(form).toBe(before[i]);
    before = now;
  }
  expect(before.every((form) => form === undefined)).toBe(true);
});

test('new accounts make the forms that came from elsewhere rarer', () => {
  const all = passwords({ pbkdf2: { came: 1_000, left: 1_000 } }, { accounts: 4_000 });
  expect(Math.abs(share(all, 'pbkdf2') - 0.25)).toBeLessThan(tolerance);
});

test('an import that was cut off and run again counts nothing twice', () => {
  const none = passwords({}, { accounts: 0, accountsThen: 0 });
  const planned = withCount(none, { accounts: 1_000, forms: new Map([['pbkdf2', 1_000]]) });
  const cutOff = withCount(planned, { accounts: 300, forms: new Map([['pbkdf2', 300]]) });
  const again = withCount(cutOff, { accounts: 1_000, forms: new Map([['pbkdf2', 1_000]]) });
  expect(again).toEqual(planned);
});
