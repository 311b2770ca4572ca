import { Type, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { variables } from '../../src/config-variables.ts';
import { environmentOf, lastOf } from '../support/dockerfile.ts';
import { deployFiles, readAppJson, readFly, readImage, readManifests, readRender } from './deploy-files.ts';

const image = readImage();
const port = Number(environmentOf(image)['PORT']);
const manifests = deployFiles.filter((file) => /kubernetes\/.*yaml$/.test(file)).flatMap(readManifests);
const byKind = (kind: string): { spec: Record<string, unknown> } => {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (!found) throw new Error(`There is no ${kind}.`);
  return found as unknown as { spec: Record<string, unknown> };
};

test('Heroku makes the secret key, asks for the address, and its database is reached by TLS', () => {
  const { env } = readAppJson();
  expect(env['SECRET_KEY']).toMatchObject({ generator: 'secret' });
  expect(env['PUBLIC_URL']).toMatchObject({ required: true });
  expect(env['DATABASE_SSLMODE']).toMatchObject({ value: 'no-verify' });
  // It says itself which port.
  expect(env['PORT']).toBeUndefined();
});

test('Render makes the secret key and the database, which nobody reaches from outside', () => {
  const { services, databases } = readRender();
  const variable = (name: string): unknown => services[0]?.envVars.find(({ key }) => key === name);
  expect(variable('SECRET_KEY')).toMatchObject({ generateValue: true });
  expect(variable('PUBLIC_URL')).toMatchObject({ sync: false });
  expect(variable('DATABASE_URL')).toMatchObject({ fromDatabase: { name: databases[0]?.name } });
  expect(databases[0]?.ipAllowList).toEqual([]);
  expect(services[0]?.dockerfilePath).toBe('./Dockerfile');
});

test('Fly asks the port of the image, and never puts the server to sleep', () => {
  const fly = readFly();
  expect(fly).toMatchObject({
    build: { dockerfile: 'Dockerfile' },
    kill_signal: lastOf(image, 'STOPSIGNAL').text,
  });
  expect(fly.http_service).toMatchObject({ internal_port: port, auto_stop_machines: 'off' });
});

describe('Kubernetes', () => {
  const strict = (fields: Record<string, TSchema>): TSchema =>
    Type.Object(fields, { additionalProperties: false });
  const text = Type.String();
  const whole = Type.Integer();
  const labels = strict({ matchLabels: Type.Record(text, text) });
  const probe = strict({
    httpGet: strict({ path: text, port: Type.Literal('http') }),
    periodSeconds: whole,
    timeoutSeconds: Type.Optional(whole),
    failureThreshold: whole,
  });
  const amount = Type.String({ pattern: '^\\d+(m|Mi|Gi)?$' });
  const resources = strict({ cpu: Type.Optional(amount), memory: amount });
  const container = strict({
    name: text,
    image: text,
    ports: Type.Array(strict({ name: Type.Literal('http'), containerPort: Type.Literal(port) })),
    envFrom: Type.Array(strict({ configMapRef: strict({ name: text }) })),
    startupProbe: probe,
    livenessProbe: probe,
    readinessProbe: probe,
    resources: strict({ requests: resources, limits: resources }),
    // The restricted Pod Security Standard, and a root that cannot be written to.
    securityContext: strict({
      allowPrivilegeEscalation: Type.Literal(false),
      readOnlyRootFilesystem: Type.Literal(true),
      capabilities: strict({ drop: Type.Tuple([Type.Literal('ALL')]) }),
    }),
    volumeMounts: Type.Array(
      strict({ name: text, mountPath: text, readOnly: Type.Optional(Type.Boolean()) }),
    ),
  });
  const [user = 0, group = 0] = lastOf(image, 'USER').text.split(':').map(Number);
  const deployment = strict({
    revisionHistoryLimit: whole,
    minReadySeconds: whole,
    strategy: strict({
      type: Type.Literal('RollingUpdate'),
      rollingUpdate: strict({ maxUnavailable: Type.Literal(0), maxSurge: whole }),
    }),
    selector: labels,
    template: strict({
      metadata: strict({ labels: Type.Record(text, text) }),
      spec: strict({
        automountServiceAccountToken: Type.Literal(false),
        enableServiceLinks: Type.Literal(false),
        terminationGracePeriodSeconds: whole,
        securityContext: strict({
          runAsNonRoot: Type.Literal(true),
          runAsUser: Type.Literal(user),
          runAsGroup: Type.Literal(group),
          fsGroup: Type.Literal(group),
          seccompProfile: strict({ type: Type.Literal('RuntimeDefault') }),
        }),
        topologySpreadConstraints: Type.Array(
          strict({ maxSkew: whole, topologyKey: text, whenUnsatisfiable: text, labelSelector: labels }),
        ),
        containers: Type.Tuple([container]),
        volumes: Type.Array(
          strict({
            name: text,
            secret: Type.Optional(strict({ secretName: text, defaultMode: whole })),
            emptyDir: Type.Optional(strict({ medium: text, sizeLimit: text })),
          }),
        ),
      }),
    }),
  });

  test('the deployment has the form that the API takes, and a slip of the pen is found', () => {
    const { spec } = byKind('Deployment');
    expect([...Value.Errors(deployment, spec)]).toEqual([]);
    const slip = JSON.parse(JSON.stringify(spec).replace('readinessProbe', 'readynessProbe')) as unknown;
    expect(Value.Check(deployment, slip)).toBe(false);
  });

  test('what selects pods selects these, and what names something names one that there is', () => {
    const { spec } = byKind('Deployment');
    const { metadata, spec: pod } = spec['template'] as {
      metadata: { labels: unknown };
      spec: { volumes: readonly unknown[]; containers: readonly { image: string; volumeMounts: unknown }[] };
    };
    expect(spec['selector']).toEqual({ matchLabels: metadata.labels });
    expect(byKind('PodDisruptionBudget').spec['selector']).toEqual({ matchLabels: metadata.labels });
    expect(byKind('Service').spec).toMatchObject({
      selector: metadata.labels,
      ports: [{ targetPort: 'http' }],
    });
    expect(byKind('HorizontalPodAutoscaler').spec['scaleTargetRef']).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'latchkey',
    });
    expect(pod.containers[0]?.image).toMatch(new RegExp(`:${packageJson.version}$`));

    const { data } = manifests.find(({ kind }) => kind === 'ConfigMap') as unknown as {
      data: Record<string, string>;
    };
    const { stringData } = manifests.find(({ kind }) => kind === 'Secret') as unknown as {
      stringData: Record<string, string>;
    };
    const files = Object.entries(data).filter(([name]) => name.endsWith('_FILE'));
    expect(files.map(([, file]) => file).sort()).toEqual(
      Object.keys(stringData).map((name) => `/run/secrets/latchkey/${name}`),
    );
    expect(pod.containers[0]?.volumeMounts).toContainEqual({
      name: 'secrets',
      mountPath: '/run/secrets/latchkey',
      readOnly: true,
    });
    expect(new Set(manifests.map((one) => (one['metadata'] as { name: string }).name))).toEqual(
      new Set(['latchkey']),
    );
  });

  test('as many pods as there may be get along with the connections that PostgreSQL lets in', () => {
    const { maxReplicas } = byKind('HorizontalPodAutoscaler').spec as { maxReplicas: number };
    const [, each] = /holds up to (\d+) connections/.exec(variables.WORKERS.what) ?? [];
    const reserved = 3;
    expect((maxReplicas + 1) * Number(each)).toBeLessThanOrEqual(100 - reserved);
  });
});
