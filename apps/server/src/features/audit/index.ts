export { selectNewestEventTime } from './queries.ts';
export { recordEvent } from './record.ts';
export { registerAuditRoutes } from './routes.ts';
export { clearOldEvents, createAuditService, type AuditService } from './service.ts';
