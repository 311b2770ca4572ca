import fc, { type Arbitrary } from 'fast-check';

const crlf = '\r\n';

/** Bodies of heads that leave open where the request ends, as two servers in a row might read them differently. */
export const ambiguous: readonly (readonly [string, string])[] = [
  ['a length and chunks', `Content-Length: 5${crlf}Transfer-Encoding: chunked${crlf}${crlf}0${crlf}${crlf}`],
  ['chunks and a length', `Transfer-Encoding: chunked${crlf}Content-Length: 50${crlf}${crlf}0${crlf}${crlf}`],
  ['two lengths', `Content-Length: 0${crlf}Content-Length: 50${crlf}${crlf}`],
  ['a list of lengths', `Content-Length: 0, 50${crlf}${crlf}`],
  ['a length with a sign', `Content-Length: +0${crlf}${crlf}`],
  ['a negative length', `Content-Length: -1${crlf}${crlf}`],
  ['a hexadecimal length', `Content-Length: 0x0${crlf}${crlf}`],
  ['a length beyond all numbers', `Content-Length: ${'9'.repeat(40)}${crlf}${crlf}`],
  ['an unknown coding', `Transfer-Encoding: xchunked${crlf}${crlf}0${crlf}${crlf}`],
  [
    'chunks that are not the last coding',
    `Transfer-Encoding: chunked, identity${crlf}${crlf}0${crlf}${crlf}`,
  ],
  ['a space before the colon', `Transfer-Encoding : chunked${crlf}${crlf}0${crlf}${crlf}`],
  [
    'a folded line',
    `X-Folded: a${crlf} Transfer-Encoding: chunked${crlf}Content-Length : 3${crlf}${crlf}abc`,
  ],
  ['a chunk size beyond all numbers', `Transfer-Encoding: chunked${crlf}${crlf}${'F'.repeat(20)}${crlf}`],
  ['a negative chunk size', `Transfer-Encoding: chunked${crlf}${crlf}-1${crlf}`],
  ['a hexadecimal prefix', `Transfer-Encoding: chunked${crlf}${crlf}0x0${crlf}${crlf}`],
  [
    'a chunk that is longer than it says',
    `Transfer-Encoding: chunked${crlf}${crlf}2${crlf}abcd${crlf}0${crlf}${crlf}`,
  ],
  ['a NUL in a header', `X: a\0b${crlf}Content-Length: 0${crlf}${crlf}`],
  ['a CR alone in a header', `X: a\rTransfer-Encoding: chunked${crlf}Content-Length: 0${crlf}${crlf}`],
  ['a line without a name', `: a${crlf}Content-Length: 0${crlf}${crlf}`],
];

const lines = [
  'Host: a',
  'Content-Length: 2',
  'Content-Length: 2',
  'Content-Length: 99999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Content-Type: application/json',
  'Content-Type: application/x-www-form-urlencoded',
  'Connection: close',
  'Connection: keep-alive, Upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
  'Expect: 100-continue',
  'Expect: something',
  'Range: bytes=0-0,5-1,-99999999999',
  'If-None-Match: *',
  'If-Modified-Since: nonsense',
  'Accept-Encoding: gzip;q=-1, br;q=999',
  'Authorization: Bearer a.b.c',
  'Cookie: __Host-latchkey_refresh=01890a5d-ac96-774b-bcce-b302099a8057',
  'Origin: null',
  'Access-Control-Request-Method: POST',
  'Trailer: Content-Length',
  'TE: trailers',
  ' folded: line',
  'X-Long: ' + 'x'.repeat(3_000),
];

const head = fc
  .tuple(
    fc.constantFrom(
      'GET',
      'GET',
      'POST',
      'POST',
      'HEAD',
      'OPTIONS',
      'PUT',
      'DELETE',
      'TRACE',
      'PRI',
      'get',
      'G\0T',
      '',
    ),
    fc.constantFrom(
      ...[
        '/api/',
        '/api/login/',
        '/api/me/',
        '/health/live',
        '/openapi.json',
        '/api/docs/',
        '*',
        '/%',
        '//',
        '',
      ],
      ...[
        'http://evil.example/api/',
        '/api/../..//etc/passwd',
        '/admin/..%2f',
        '/\xff',
        `/${'a'.repeat(5_000)}`,
      ],
      ...[
        '/api/?a=%00',
        '/errors/constructor',
        '/errors/__proto__',
        '/api/me/sessions/%c3%28/',
        '/api/login/;a=b',
      ],
    ),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.1 x', ''),
    fc.array(fc.constantFrom(...lines), { maxLength: 8 }),
    fc.constantFrom(crlf, crlf, crlf, crlf, '\n', '\r'),
  )
  .map(([method, target, version, some, end]) =>
    [`${method} ${target} ${version}`, 'Host: a', ...some, '', ''].join(end),
  );

const payload = fc.oneof(
  fc.constantFrom(
    '',
    '{}',
    '{"a":1}',
    `2${crlf}{}${crlf}0${crlf}${crlf}`,
    `2;a=b${crlf}{}${crlf}0${crlf}A: b${crlf}${crlf}`,
  ),
  fc.constantFrom(
    `ffffffff${crlf}`,
    `0${crlf}Content-Length: 5${crlf}${crlf}`,
    `1${crlf}`,
    `;;;${crlf}`,
    `g${crlf}`,
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
);

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const change: Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(4),
  insert: fc.oneof(
    fc.constantFrom('', '\r\n', '\n', '\r', ' ', '\0', ':', '\t', '\xff'),
    fc.string({ maxLength: 3 }),
  ),
});

/** Some requests one after the other, from good ones to bytes that are none, with damage here and there. */
export const anyBytes: Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.tuple(head, payload), { minLength: 1, maxLength: 3 }),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Change[]>([]) },
      { weight: 3, arbitrary: fc.array(change, { maxLength: 4 }) },
    ),
  )
  .map(([requests, changes]) => {
    const text = changes.reduce(
      (bytes, { at, remove, insert }) => {
        const place = Math.floor(at * bytes.length);
        return bytes.slice(0, place) + insert + bytes.slice(place + remove);
      },
      requests.map((parts) => parts.join('')).join(''),
    );
    return Buffer.from(text, 'latin1');
  });
