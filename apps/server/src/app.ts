import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { registerAccountRoutes } from './features/accounts/index.ts';
import {
  createOverview,
  registerAdminAccountRoutes,
  registerAdminSessionRoutes,
  registerOverviewRoute,
  registerSetupRoutes,
} from './features/administration/index.ts';
import { registerAuditRoutes } from './features/audit/index.ts';
import { createWriteCheck, type Node } from './features/installation/index.ts';
import { createDevices } from './features/limits/index.ts';
import {
  createCookieMode,
  createGuards,
  createOwnSessionsService,
  createPasswordReset,
  createSessionService,
  registerOwnSessionsRoutes,
  registerPasswordResetRoutes,
  registerSessionRoutes,
} from './features/sessions/index.ts';
import { registerSettingsRoutes } from './features/settings/index.ts';
import {
  accessTokenInvalid,
  createAccessTokens,
  createAuthenticate,
  registerJwks,
  type SigningKeys,
} from './features/tokens/index.ts';
import { registerBodyParsers } from './http/body-parsers.ts';
import { registerBrowsableApi } from './http/browsable/register.ts';
import { registerConnectionErrors } from './http/connection-errors.ts';
import { registerErrorHandler, sendProblem, toProblem } from './http/error-handler.ts';
import { registerErrorPages } from './http/error-pages.ts';
import { registerOpenApi } from './http/openapi.ts';
import { registerHealth } from './http/health.ts';
import { registerIndex } from './http/index-page.ts';
import { registerLoadShedding } from './http/load-shedding.ts';
import { registerReference } from './http/reference.ts';
import { createRequestIds, registerRequestLog } from './http/request-log.ts';
import { registerSite, type Site } from './http/site.ts';
import { trustedProxies } from './http/trusted-proxies.ts';
import { registerUnknownPaths } from './http/unknown-paths.ts';
import type { Services } from './services.ts';

export interface AppDeps {
  readonly config: Pick<Config, 'publicUrl' | 'tokenAudience' | 'trustProxy'>;
  readonly node: Node;
  readonly signingKeys: SigningKeys;
  readonly services: Services;
  readonly logger: Logger;
  readonly sites: readonly Site[];
  /** The built script and style of the browsable API. */
  readonly explorerFolder: string;
}

const bodyLimitBytes = 64 * 1024;
const longestArrivalMs = 15_000;
/** The last resort: whatever happens, a request has an answer by then. Its own arrival is part of that. */
const longestAnswerMs = 20_000;

/** The whole service, ready to listen. Production and tests build it here. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, node, services } = deps;
  const { accounts, database, settings, clock } = services;
  const { publicUrl } = config;
  const loggerInstance: FastifyBaseLogger = deps.logger;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: createRequestIds(),
    trustProxy: trustedProxies(config.trustProxy),
    bodyLimit: bodyLimitBytes,
    routerOptions: { ignoreTrailingSlash: true },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true, useDefaults: false },
    },
    // A connection that does nothing is closed at once when the server stops; one with a request finishes it.
    forceCloseConnections: 'idle',
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, toProblem(error), publicUrl),
    // Until the last connection is gone, a request that was on its way is still served.
    return503OnClosing: false,
    requestTimeout: longestArrivalMs,
    handlerTimeout: longestAnswerMs,
  });
  registerConnectionErrors(app.server, publicUrl);
  registerErrorHandler(app, publicUrl);
  registerRequestLog(app);
  registerLoadShedding(app);
  const isBrowsable = (): boolean => settings.get('BROWSABLE_API');
  registerBrowsableApi(app, { publicUrl, folder: deps.explorerFolder, isOn: isBrowsable });
  registerUnknownPaths(app, publicUrl);
  registerBodyParsers(app);

  const isAllowedOrigin = (origin: string): boolean =>
    origin === publicUrl || settings.get('CORS_ALLOWED_ORIGINS').includes(origin);
  await app.register(cookie);
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && isAllowedOrigin(origin)),
    credentials: true,
    exposedHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
  });

  const accessTokens = createAccessTokens(deps.signingKeys, {
    issuer: publicUrl,
    audience: config.tokenAudience,
    clock,
  });
  const devices = createDevices(node.keyRing);
  const sessionDeps = { ...services, keyRing: node.keyRing, accessTokens, devices };
  const guards = createGuards(sessionDeps, createAuthenticate(accessTokens));
  const { newPassword } = accounts;

  await registerOpenApi(app);
  registerReference(app, isBrowsable);
  registerHealth(app, {
    checkDatabase: createWriteCheck(database, node.id),
    describeNode: () => ({ node: node.id, settings_version: settings.version() }),
  });
  registerIndex(app);
  registerErrorPages(app);
  for (const site of deps.sites) registerSite(app, site);
  registerJwks(app, deps.signingKeys);
  registerAccountRoutes(app, { accounts, guards, callerGone: accessTokenInvalid });
  registerSessionRoutes(app, {
    sessions: createSessionService(sessionDeps),
    cookieMode: createCookieMode(isAllowedOrigin),
  });
  registerOwnSessionsRoutes(app, {
    own: createOwnSessionsService(sessionDeps),
    guards,
    newPassword,
  });
  registerPasswordResetRoutes(app, { passwordReset: createPasswordReset(services), newPassword });

  registerSetupRoutes(app, { firstAdmin: services.firstAdmin, newPassword });
  registerOverviewRoute(app, { overview: createOverview({ ...services, node }), guards });
  registerSettingsRoutes(app, { settings: services.settingsService, guards });
  registerAdminAccountRoutes(app, { accounts: services.accountAdministration, guards, newPassword });
  registerAdminSessionRoutes(app, { sessions: services.sessionAdministration, guards });
  registerAuditRoutes(app, { audit: services.audit, guards });
  return app;
}
