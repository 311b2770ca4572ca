export { createAddressUndo, type AddressUndo } from './address-undo.ts';
export { createCookieMode } from './cookie.ts';
export { createGuards } from './guards.ts';
export { estimateLiveSessions } from './live-sessions.ts';
export { createOwnSessionsService } from './own-sessions.ts';
export { registerOwnSessionsRoutes } from './own-sessions-routes.ts';
export { createPasswordReset, type PasswordReset } from './password-reset.ts';
export { registerPasswordResetRoutes } from './password-reset-routes.ts';
export type { EndReason } from './protocol.ts';
export { createPruner } from './pruning.ts';
export {
  deleteSessionsOf,
  endSessions,
  endSessionsAfterImport,
  endSessionsOf,
  endSessionsOfKeys,
  updateStaffSessions,
  type WhichSessions,
} from './queries.ts';
export { registerSessionRoutes } from './routes.ts';
export { createSessionService } from './service.ts';
export { countLiveWithKeys, selectLiveAfter } from './upkeep-queries.ts';
