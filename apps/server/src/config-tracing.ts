import type { VariableName } from './config-variables.ts';

export const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How traces are told. Where to, the exporter reads from the same variables. */
export interface TracingConfig {
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly sampler: (typeof samplers)[number];
  /** From 0 to 1, for the samplers that have one. */
  readonly ratio: number;
  /** Whether a request may say which trace it is part of. */
  readonly heedsTraceparent: boolean;
}

type Read = (name: VariableName) => string | undefined;

/**
 * Reads the standard variables of OpenTelemetry.
 *
 * @returns undefined where no collector is named, or tracing is switched off.
 */
export function readTracing(read: Read, problems: string[]): TracingConfig | undefined {
  const endpoints = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;
  const given = endpoints.filter((name) => read(name) !== undefined);
  if (given.length === 0 || read('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;
  for (const name of given) {
    const url = read(name) ?? '';
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      problems.push(`${name} must be an http or https address, like http://localhost:4318.`);
  }

  const protocol = read('OTEL_EXPORTER_OTLP_PROTOCOL') ?? 'http/protobuf';
  const isJson = protocol === 'http/json';
  if (!isJson && protocol !== 'http/protobuf') {
    problems.push(
      'OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf or http/json; collectors take both at port 4318.',
    );
  }
  const headers = read('OTEL_EXPORTER_OTLP_HEADERS');
  if (headers !== undefined && !headers.split(',').every((pair) => /^\s*[^=\s]+=/.test(pair)))
    problems.push('OTEL_EXPORTER_OTLP_HEADERS must be pairs like name=value, separated by commas.');

  const name = read('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
  const sampler = samplers.find((one) => one === name);
  if (!sampler) problems.push(`OTEL_TRACES_SAMPLER must be one of ${samplers.join(', ')}.`);
  const ratioText = read('OTEL_TRACES_SAMPLER_ARG') ?? '1';
  const ratio = Number(ratioText);
  if (!(ratio >= 0 && ratio <= 1)) problems.push('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1.');

  const propagators = (read('OTEL_PROPAGATORS') ?? 'tracecontext').split(',').map((one) => one.trim());
  const heedsTraceparent = propagators.includes('tracecontext');
  if (!heedsTraceparent && !propagators.includes('none'))
    problems.push('OTEL_PROPAGATORS must have tracecontext in it, or be none.');
  return {
    protocol: isJson ? 'http/json' : 'http/protobuf',
    sampler: sampler ?? 'parentbased_always_on',
    ratio,
    heedsTraceparent,
  };
}
