import { expect, test } from 'vitest';
import { html } from './html.ts';

test('values are escaped in texts and in attributes, and HTML from here is not escaped again', () => {
  const hostile = `<b title="it's">&`;
  const { text } = html`<p title="${hostile}">${hostile}${html`<i>${1}</i>`}</p>`;
  const escaped = '&lt;b title=&quot;it&#39;s&quot;&gt;&amp;';
  expect(text).toBe(`<p title="${escaped}">${escaped}<i>1</i></p>`);
});

test('what looks like HTML but was not made here is a text', () => {
  // A value out of JSON may have any fields; only its class makes it HTML.
  const forged = { text: '<script>' } as unknown as string;
  expect(html`${forged}`.text).not.toContain('<script>');
});

test('lists are joined; undefined and false leave nothing behind, 0 and an empty text stay', () => {
  expect(html`${['<', html`<br />`, [2]]}${undefined}${false}|${0}|${''}`.text).toBe('&lt;<br />2|0|');
});
