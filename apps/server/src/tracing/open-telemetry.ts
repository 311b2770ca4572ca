import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import {
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingConfig } from '../config-tracing.ts';
import { softwareVersion } from '../lib/software-version.ts';
import type { OpenSpan, Tracing } from '../lib/tracing.ts';
import { createSampler } from './sampler.ts';

/** How long stopping waits for a collector, in milliseconds: nobody is to wait for one that is away. */
const stopPatienceMs = 1_000;
const warnEveryMs = 60_000;

/**
 * Tracing by OpenTelemetry: spans are kept in memory, at most 2,048 of them, and sent by OTLP over HTTP in the background.
 * A collector that is slow or away costs spans, never a request.
 *
 * The exporter reads its own variables: endpoint, headers, timeout, compression, certificates.
 *
 * @param warn is told, once a minute at most, that spans cannot be delivered.
 */
export async function createTracing(
  config: TracingConfig,
  warn: (message: string) => void,
): Promise<Tracing> {
  reportTroubles(warn);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'latchkey',
      'service.version': softwareVersion,
      'service.instance.id': randomUUID(),
    }).merge(detectResources({ detectors: [envDetector] })),
    sampler: createSampler(config),
    spanProcessors: [new BatchSpanProcessor({ exporter: await createExporter(config) })],
  });
  const tracer = provider.getTracer('latchkey', softwareVersion);
  const propagator = new W3CTraceContextPropagator();
  const contexts = new AsyncLocalStorage<Context>();
  const active = (): Context => contexts.getStore() ?? ROOT_CONTEXT;
  // References are made by `here` alone, from contexts.
  const open = (reference: object | undefined): Context => (reference as Context | undefined) ?? active();

  const start = (given: Parameters<Tracing['begin']>[0]): Span => {
    const { name, kind, attributes = {}, parent, links = [] } = given;
    return tracer.startSpan(
      name,
      {
        kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
        attributes,
        links: links.flatMap((link) => {
          const context = trace.getSpanContext(open(link));
          return context ? { context } : [];
        }),
      },
      open(parent),
    );
  };

  return {
    begin: (given) => asOpen(start(given)),
    async inSpan(given, work) {
      const span = start(given);
      const opened = asOpen(span);
      try {
        const result = await contexts.run(trace.setSpan(open(given.parent), span), () => work(opened));
        opened.end();
        return result;
      } catch (error) {
        opened.end(error);
        throw error;
      }
    },
    here: () => (trace.getSpan(active())?.isRecording() ? active() : undefined),
    traceId: () => trace.getSpanContext(active())?.traceId,
    beginRequest(method, requestId, headers) {
      const caller = config.heedsTraceparent
        ? propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
        : ROOT_CONTEXT;
      const attributes = { 'http.request.method': method, 'latchkey.request_id': requestId };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
      const context = trace.setSpan(ROOT_CONTEXT, span);
      return {
        traceId: span.spanContext().traceId,
        run: (work) => contexts.run(context, work),
        end(route, status) {
          if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
          span.setAttribute('http.response.status_code', status);
          if (status >= 500) fail(span, String(status));
          span.end();
        },
      };
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopPatienceMs)));
      await Promise.race([enough, provider.shutdown().catch(() => undefined)]);
      clearTimeout(timer);
    },
  };
}

function asOpen(span: Span): OpenSpan {
  return {
    note: (name, value) => void span.setAttribute(name, value),
    end(error) {
      if (error !== undefined) fail(span, kindOf(error));
      span.end();
    },
  };
}

/** The kind of an error; a driver's message may hold what somebody has sent. */
function fail(span: Span, kind: string): void {
  span.setAttribute('error.type', kind).setStatus({ code: SpanStatusCode.ERROR });
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Only the exporter that is used is loaded. */
async function createExporter({ protocol }: TracingConfig): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/** What the library says goes nowhere by itself. Its words may hold an address with a password, and stay here. */
function reportTroubles(warn: (message: string) => void): void {
  let warnedAt = -Infinity;
  const trouble = (): void => {
    if (performance.now() - warnedAt < warnEveryMs) return;
    warnedAt = performance.now();
    warn('traces cannot be delivered: is the collector of OTEL_EXPORTER_OTLP_ENDPOINT up?');
  };
  const nothing = (): void => undefined;
  const logger = { error: trouble, warn: trouble, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
