export { createSessionAdministration, type SessionAdministration } from './administration.ts';
export { createCookieMode } from './cookie.ts';
export { createGuards } from './guards.ts';
export { createOwnSessionsService } from './own-sessions.ts';
export { registerOwnSessionsRoutes } from './own-sessions-routes.ts';
export { createPruner, type Pruner } from './pruning.ts';
export { registerSessionRoutes } from './routes.ts';
export { createSessionService } from './service.ts';
