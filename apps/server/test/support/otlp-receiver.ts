import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly isError: boolean;
}

/** What takes the place of a collector: OTLP over HTTP. */
export interface OtlpReceiver {
  readonly url: string;
  /** From OTLP as JSON. */
  spans(): readonly ReceivedSpan[];
  resource(): Readonly<Record<string, string | number>>;
  /** All bodies, as they came. */
  readonly bodies: Buffer[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>[];
  /** From now on no request is answered. */
  stall(): void;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

type Attributes = readonly { readonly key: string; readonly value: Value }[];

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly { readonly spans: readonly SpanAsJson[] }[];
  }[];
}

interface SpanAsJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const bodies: Buffer[] = [];
  const headers: OtlpReceiver['headers'] = [];
  let isStalled = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (request.url === '/v1/traces') {
        bodies.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
        headers.push(request.headers);
      }
      if (!isStalled) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const exported = (): Export['resourceSpans'] =>
    // What a test makes the server send as JSON.
    bodies.flatMap((body) => (JSON.parse(body.toString()) as Export).resourceSpans);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    headers,
    stall: () => (isStalled = true),
    resource: () => plain(exported()[0]?.resource.attributes ?? []),
    spans: () =>
      exported()
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }) => spans)
        .map(({ attributes, links = [], status, ...span }) => ({
          ...span,
          attributes: plain(attributes),
          links,
          isError: status?.code === 2,
        })),
  };
}

function plain(attributes: Attributes): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { stringValue, intValue, doubleValue, boolValue } = value;
      const number = intValue ?? doubleValue;
      return [key, stringValue ?? (number === undefined ? String(boolValue) : Number(number))];
    }),
  );
}
