import { readFileSync } from 'node:fs';
import fc, { type Arbitrary } from 'fast-check';
import { anyText, bodyValue, fieldValue, type Schema } from './values.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

export interface FuzzRequest {
  readonly operation: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const file = new URL('../../../../docs/openapi.json', import.meta.url);
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Document;

export const operationCount = Object.values(paths).flatMap(Object.keys).length;

function requestFor(method: string, path: string, described: Described): Arbitrary<FuzzRequest> {
  const { operationId: operation, parameters = [], requestBody } = described;
  const schema = requestBody?.content['application/json']?.schema;
  return fc
    .record({
      parts: fc.tuple(
        ...parameters.map(({ name, schema: of }) => fc.option(fieldValue(name, of), { freq: 3 })),
      ),
      extra: fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: anyQuery }),
      slash: fc.boolean(),
      sent: method === 'GET' ? fc.constant({ type: undefined, body: undefined }) : anyBody(schema),
      headers: anyHeaders,
    })
    .map(({ parts, extra, slash, sent, headers }) => {
      const given = parameters.map(({ name, in: place }, i) => ({
        name,
        place,
        value: parts[i] ?? undefined,
      }));
      const target = given
        .filter(({ place }) => place === 'path')
        .reduce((text, { name, value }) => text.replace(`{${name}}`, encodePart(value ?? 'SESSION')), path);
      const query = given
        .filter(({ place, value }) => place === 'query' && value !== undefined)
        .map(({ name, value }) => `${name}=${encode(value)}`);
      const text = [...query, extra].filter(Boolean).join('&');
      return {
        operation,
        method,
        path: `${slash ? target : target.replace(/\/$/, '')}${text && `?${text}`}`,
        headers: { ...headers, ...(sent.type !== undefined && { 'content-type': sent.type }) },
        body: sent.body,
      };
    });
}

/** Percent-encoded; halves of characters, which no address can hold, as what a careless client would send for them. */
function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed());
}

/** One part of a path: neither empty nor dots, which make it another path (WHATWG URL, "path state"). */
function encodePart(value: unknown): string {
  const part = encode(value);
  return /^\.{0,2}$/.test(part) ? `x${part}` : part;
}

const anyQuery = fc.oneof(
  fc.constantFrom(
    '%',
    '%zz',
    '%00=1',
    'limit=1&limit=2',
    '__proto__=1',
    'a[b]=c',
    '&&==',
    'q=%ED%A0%80',
    '%C0%AF',
  ),
  anyText.map(encode),
);

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

interface Sent {
  readonly type: string | undefined;
  readonly body: string | undefined;
}

function anyBody(schema: Schema | undefined): Arbitrary<Sent> {
  const value = schema ? bodyValue(schema) : fc.jsonValue();
  const text = value.map((one) => JSON.stringify(one));
  return fc.oneof(
    { weight: 14, arbitrary: text.map((body): Sent => ({ type: json, body })) },
    { weight: 2, arbitrary: value.map((one): Sent => ({ type: form, body: toForm(one) })) },
    { weight: 1, arbitrary: fc.constant<Sent>({ type: undefined, body: undefined }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, fc.nat(200))
        .map(([body, end]): Sent => ({ type: json, body: body.slice(0, end) })),
    },
    { weight: 1, arbitrary: anyText.map((body): Sent => ({ type: json, body })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('text/plain', 'multipart/form-data', 'application/json; charset=x', 'a', '/', form),
          text,
        )
        .map(([type, body]): Sent => ({ type, body })),
    },
  );
}

function toForm(value: unknown): string {
  if (typeof value !== 'object' || value === null) return encode(value);
  return Object.entries(value)
    .map(([name, one]) => `${encode(name)}=${encode(one)}`)
    .join('&');
}

/** Visible characters, and those of Latin-1: others no client of HTTP lets through. */
const headerText = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff })), {
    maxLength: 70,
  })
  .map((codes) => String.fromCharCode(...codes).trim());

const anyHeaders: Arbitrary<Readonly<Record<string, string>>> = fc.record(
  {
    // The words are replaced by tokens when it is sent.
    authorization: fc.oneof(
      { weight: 6, arbitrary: fc.constant('Bearer ADMIN_TOKEN') },
      { weight: 4, arbitrary: fc.constant('Bearer USER_TOKEN') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('Bearer', 'bearer  x', 'Basic YTpi', 'Bearer a.b.c', 'Bearer USER_TOKENx'),
      },
      { weight: 1, arbitrary: headerText },
    ),
    'idempotency-key': fc.oneof(fc.constant('0123456789abcdef'), headerText),
    'x-forwarded-for': fc.oneof(
      fc.constantFrom(
        '203.0.113.9',
        '2001:db8::1',
        'fe80::1%eth0',
        '::ffff:1.2.3.4',
        '999.1.1.1',
        'a, b',
        '[::1]:80',
        ':::',
      ),
      headerText,
    ),
    'user-agent': headerText,
    origin: fc.constantFrom('http://localhost:8000', 'null', 'https://evil.example'),
    cookie: fc.oneof(
      fc.constantFrom(
        '__Host-latchkey_refresh=REFRESH',
        '__Host-latchkey_device=x',
        ';;==;',
        '__proto__=1',
        '__Host-latchkey_refresh=%E0%A4%A',
      ),
      headerText,
    ),
    accept: fc.constantFrom('*/*', 'application/json', 'nonsense', 'text/html;q=0.1, */*', ';;;'),
  },
  { requiredKeys: [] },
);

/** Requests for every operation of the document, from good ones to nonsense. */
export const anyRequest: Arbitrary<FuzzRequest> = fc.oneof(
  ...Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => requestFor(method.toUpperCase(), path, described)),
  ),
);
