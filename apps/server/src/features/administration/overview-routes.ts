import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { operation } from '../../http/operation.ts';
import { fieldProblem } from '../../http/problems.ts';
import { body, time } from '../../http/schemas.ts';
import type { Overview } from './overview.ts';

const mostHours = 24 * 90;

const overviewSchema = operation(
  {
    id: 'showOverview',
    tag: 'Installation',
    summary: 'Show the numbers that an operator looks for first',
    access: 'admin',
  },
  {
    querystring: body({
      hours: Type.Optional(
        Type.String({
          description: `How far the activity goes back, from 1 to ${mostHours}; 24 unless told.`,
        }),
      ),
    }),
    response: {
      200: Type.Object(
        {
          accounts: Type.Object({ total: Type.Integer(), active: Type.Integer(), staff: Type.Integer() }),
          sessions: Type.Object({ live: Type.Integer() }),
          reuse_detections: Type.Object({ last_24_hours: Type.Integer(), last_30_days: Type.Integer() }),
          settings_version: Type.Integer(),
          nodes: Type.Array(
            Type.Object({
              id: Type.String(),
              version: Type.String(),
              started_at: time,
              seen_at: time,
              settings_version: Type.Integer(),
              this_one: Type.Boolean(),
            }),
          ),
          activity: Type.Object({
            bucket_seconds: Type.Integer(),
            buckets: Type.Array(
              Type.Object({
                at: time,
                logins: Type.Integer(),
                failed_logins: Type.Integer(),
                refreshes: Type.Integer(),
              }),
            ),
          }),
        },
        { title: 'Overview', description: 'The numbers, of all nodes.' },
      ),
    },
  },
);

interface Deps {
  readonly overview: Overview;
  readonly guards: Guards;
}

export function registerOverviewRoute(server: FastifyInstance, { overview, guards }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.get('/api/admin/overview/', { schema: overviewSchema, attachValidation: true }, async (request) => {
    await guards.admin(request);
    await requireValid(request);
    return overview(readHours(request.query.hours ?? '24'));
  });
}

function readHours(text: string): number {
  const hours = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (hours >= 1 && hours <= mostHours) return hours;
  throw fieldProblem('hours', `Must be a whole number from 1 to ${mostHours}.`);
}
