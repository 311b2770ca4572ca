import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import {
  createAddressProofs,
  registerAccountRoutes,
  registerAddressProofRoutes,
} from './features/accounts/index.ts';
import {
  createOverview,
  registerAdminAccountRoutes,
  registerAdminSessionRoutes,
  registerOverviewRoute,
  registerSetupRoutes,
} from './features/administration/index.ts';
import { registerAuditRoutes } from './features/audit/index.ts';
import type { FormerTokens } from './features/former-tokens/index.ts';
import { createWriteCheck, type Node } from './features/installation/index.ts';
import { createDevices } from './features/limits/index.ts';
import { registerLinkPages } from './features/link-pages/index.ts';
import { registerMailRoutes } from './features/mail/index.ts';
import {
  createAddressUndo,
  createCookieMode,
  createGuards,
  createOwnSessionsService,
  createPasswordReset,
  createSessionService,
  registerOwnSessionsRoutes,
  registerPasswordResetRoutes,
  registerSessionRoutes,
} from './features/sessions/index.ts';
import {
  createFeedKeys,
  createRevocationFeed,
  registerRevocationRoutes,
} from './features/revocation/index.ts';
import { registerSettingsRoutes } from './features/settings/index.ts';
import {
  accessTokenInvalid,
  createAccessTokens,
  createAuthenticate,
  registerJwks,
  registerKeyRoutes,
  type KeyAdministration,
  type LiveSigningKeys,
} from './features/tokens/index.ts';
import { registerBodyParsers } from './http/body-parsers.ts';
import { registerErrorPages } from './http/browsable/error-pages.ts';
import { registerHomePage } from './http/browsable/home-page.ts';
import { registerBrowsableApi } from './http/browsable/register.ts';
import type { ConnectionLimits } from './http/connection-limits.ts';
import { createHttpServer } from './http/create-server.ts';
import { createHttpMeasures } from './http/measures.ts';
import { registerOpenApi } from './http/openapi.ts';
import { registerHealth } from './http/health.ts';
import { registerIndex } from './http/index-page.ts';
import { registerReference } from './http/reference.ts';
import { registerSite, type Site } from './http/site.ts';
import { registerUnknownPaths } from './http/unknown-paths.ts';
import { registerMetricsRoute } from './metrics/metrics-route.ts';
import type { OpenedMetrics } from './metrics/open-metrics.ts';
import { httpSource } from './metrics/sources/http.ts';
import { installationSources } from './metrics/sources/installation.ts';
import { nodeSource, readySource } from './metrics/sources/node.ts';
import { workSource } from './metrics/sources/work.ts';
import type { Services } from './services.ts';

export interface AppDeps {
  readonly config: Pick<Config, 'publicUrl' | 'tokenAudience' | 'trustProxy' | 'metrics'>;
  readonly node: Node;
  readonly signingKeys: LiveSigningKeys;
  readonly keyAdministration: KeyAdministration;
  readonly formerTokens: FormerTokens;
  readonly services: Services;
  readonly logger: Logger;
  readonly sites: readonly Site[];
  /** The built script and style of the browsable API. */
  readonly explorerFolder: string;
  /** The files of Swagger UI. */
  readonly referenceFolder: string;
  /** In place of those for production. */
  readonly connectionLimits?: ConnectionLimits;
  /** Where nobody is to see metrics, nothing is measured for them. */
  readonly metrics?: OpenedMetrics | undefined;
}

/** How long a browser need not ask again what an allowed origin may send. */
const preflightSeconds = 600;

/** The whole service, ready to listen. Production and tests build it here. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, node, services } = deps;
  const { accounts, database, settings, clock } = services;
  const { publicUrl } = config;
  const measures = deps.metrics && createHttpMeasures();
  const { logger, connectionLimits: limits } = deps;
  const app = createHttpServer({ ...config, logger, limits, measures });
  const isBrowsable = (): boolean => settings.get('BROWSABLE_API');
  registerBrowsableApi(app, { publicUrl, folder: deps.explorerFolder, isBrowsable });
  const answerUnknownPath = registerUnknownPaths(app, publicUrl);
  registerBodyParsers(app);

  const isAllowedOrigin = (origin: string): boolean =>
    origin === publicUrl || settings.get('CORS_ALLOWED_ORIGINS').includes(origin);
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && isAllowedOrigin(origin)),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    credentials: true,
    exposedHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
    maxAge: preflightSeconds,
  });
  app.addHook('onRequest', answerUnknownPath);

  const accessTokens = createAccessTokens(deps.signingKeys, {
    issuer: publicUrl,
    audience: config.tokenAudience,
    clock,
  });
  const devices = createDevices(node.keyRing);
  const { formerTokens } = deps;
  const sessionDeps = { ...services, keyRing: node.keyRing, accessTokens, devices, formerTokens };
  const guards = createGuards(sessionDeps, createAuthenticate(accessTokens));
  const { newPassword } = accounts;

  await registerOpenApi(app);
  registerReference(app, deps.referenceFolder, isBrowsable);
  const requireReady = registerHealth(app, {
    checkDatabase: createWriteCheck(database, node.id),
    describeNode: () => ({ node: node.id, settings_version: settings.version() }),
  });
  registerIndex(app);
  registerHomePage(app, { publicUrl, isBrowsable });
  registerErrorPages(app, { publicUrl, isBrowsable });
  for (const site of deps.sites) registerSite(app, site);
  registerJwks(app, deps.signingKeys);
  const feedKeys = createFeedKeys(node.keyRing);
  const feed = createRevocationFeed({ ...services, issuer: publicUrl, keys: feedKeys });
  registerRevocationRoutes(app, { feed, keys: feedKeys });
  registerAccountRoutes(app, { accounts, guards, callerGone: accessTokenInvalid });
  const proofs = createAddressProofs(services);
  registerAddressProofRoutes(app, { proofs });
  registerSessionRoutes(app, {
    sessions: createSessionService(sessionDeps),
    cookieMode: createCookieMode(isAllowedOrigin),
  });
  registerOwnSessionsRoutes(app, {
    own: createOwnSessionsService(sessionDeps),
    guards,
    newPassword,
  });
  const passwordReset = createPasswordReset(services);
  registerPasswordResetRoutes(app, { passwordReset, newPassword });
  const addressUndo = createAddressUndo(services);
  registerLinkPages(app, { settings, proofs, passwordReset, addressUndo, newPassword });

  registerSetupRoutes(app, { firstAdmin: services.firstAdmin, newPassword });
  registerOverviewRoute(app, { overview: createOverview({ ...services, node }), guards });
  registerSettingsRoutes(app, { settings: services.settingsService, guards });
  registerAdminAccountRoutes(app, { accounts: services.accountAdministration, guards, newPassword });
  registerAdminSessionRoutes(app, { sessions: services.sessionAdministration, guards });
  registerKeyRoutes(app, { keys: deps.keyAdministration, guards });
  registerMailRoutes(app, { outbox: services.outboxService, guards });
  registerAuditRoutes(app, { audit: services.audit, guards });

  if (deps.metrics && measures) {
    const { own, scrape } = deps.metrics;
    own.add(
      httpSource(app.server, measures),
      workSource(services),
      nodeSource({ ...services, signingKeys: deps.signingKeys, feed }),
      readySource(requireReady),
      ...installationSources({ ...services, node }),
    );
    const { token, listener } = config.metrics ?? {};
    if (token !== undefined && !listener) registerMetricsRoute(app, { token, scrape });
  }
  return app;
}
