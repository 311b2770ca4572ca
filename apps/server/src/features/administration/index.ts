export { registerAdminAccountRoutes } from './accounts-routes.ts';
export { createAccountAdministration } from './accounts-service.ts';
export { createFirstAdmin, type FirstAdmin } from './first-admin.ts';
export { createOverview } from './overview.ts';
export { registerOverviewRoute } from './overview-routes.ts';
export { registerAdminSessionRoutes } from './sessions-routes.ts';
export { createSessionAdministration } from './sessions-service.ts';
export { registerSetupRoutes } from './setup-routes.ts';
export { createUsage } from './usage.ts';
