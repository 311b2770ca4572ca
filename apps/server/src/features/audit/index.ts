export { selectNewestEventTime } from './queries.ts';
export { recordEvent, type AuditEvent } from './record.ts';
export { registerAuditRoutes } from './routes.ts';
export { clearOldEvents, createAuditService, type AuditService } from './service.ts';
