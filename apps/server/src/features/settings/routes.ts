import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { originOf } from '../../http/request-origin.ts';
import * as schemas from './schemas.ts';
import type { SettingsService } from './service.ts';

interface Deps {
  readonly settings: SettingsService;
  readonly guards: Guards;
}

export function registerSettingsRoutes(server: FastifyInstance, { settings, guards }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const checked = <S>(schema: S) => ({ schema, attachValidation: true });

  app.get('/api/admin/settings/', { schema: schemas.listSettingsSchema }, async (request) => {
    await guards.admin(request);
    return settings.list();
  });

  app.patch('/api/admin/settings/', checked(schemas.changeSettingsSchema), async (request) => {
    const caller = await guards.admin(request);
    await requireValid(request);
    await settings.change(request.body.version, request.body.values, originOf(request, caller));
    return settings.list();
  });

  app.post('/api/admin/settings/preview/', checked(schemas.previewSettingsSchema), async (request) => {
    await guards.admin(request);
    await requireValid(request);
    return { consequences: await settings.preview(request.body.values) };
  });

  app.get('/api/admin/settings/history/', checked(schemas.settingsHistorySchema), async (request) => {
    await guards.admin(request);
    await requireValid(request);
    return settings.history(request.query.name, readPage(request.query));
  });
}
