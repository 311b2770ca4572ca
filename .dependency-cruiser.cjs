/** Imports run one way; ARCHITECTURE.md says why. test/house/import-rules.test.ts shows that each rule can fail. */
const features = [
  'audit',
  'activity',
  'one-time-tokens',
  'installation',
  'settings',
  'mail',
  'limits',
  'accounts',
  'tokens',
  'revocation',
  'former-tokens',
  'sessions',
  'link-pages',
  'administration',
  'django-import',
];
const src = '^apps/server/src/';

/** A feature may import those listed before it, and of another feature nothing but its index. */
const featureRules = features.map((feature, i) => ({
  name: `${feature}-imports-only-lower-features`,
  severity: 'error',
  from: { path: `${src}features/${feature}/` },
  to: { path: `${src}features/(${features.slice(i + 1).join('|') || 'none'})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...featureRules,
    {
      name: 'features-meet-at-their-index',
      severity: 'error',
      from: { path: `${src}features/([^/]+)/` },
      to: { path: `${src}features/([^/]+)/`, pathNot: [`${src}features/$1/`, '/index\\.ts$'] },
    },
    {
      name: 'the-house-enters-features-by-their-index',
      severity: 'error',
      from: { path: src, pathNot: [`${src}features/`] },
      to: { path: `${src}features/[^/]+/`, pathNot: '/index\\.ts$' },
    },
    {
      name: 'http-lib-and-db-know-no-feature',
      severity: 'error',
      from: { path: `${src}(http|lib|db)/` },
      to: { path: `${src}(features|cli)/|${src}[^/]+\\.ts$` },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      from: { path: `${src}lib/` },
      to: { path: `${src}(http|db)/` },
    },
    {
      name: 'features-do-not-know-the-app',
      severity: 'error',
      from: { path: `${src}features/` },
      to: { path: `${src}([^/]+\\.ts$|cli/)` },
    },
    {
      name: 'transfer-knows-features-and-databases-alone',
      severity: 'error',
      from: { path: `${src}transfer/` },
      to: { path: `${src}((http|cli)/|[^/]+\\.ts$)` },
    },
    {
      name: 'only-commands-transfer',
      severity: 'error',
      from: { path: src, pathNot: [`${src}(transfer|cli)/`] },
      to: { path: `${src}transfer/` },
    },
    {
      name: 'nobody-needs-to-be-watched',
      severity: 'error',
      from: { path: `${src}(features|http|lib|db)/` },
      to: { path: `${src}(metrics|tracing)/` },
    },
    {
      name: 'one-folder-knows-open-telemetry',
      severity: 'error',
      from: { path: src, pathNot: `${src}tracing/` },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'one-file-loads-the-library-of-metrics',
      severity: 'error',
      from: { path: src, pathNot: `${src}metrics/metrics\\.ts$` },
      to: { path: 'node_modules/prom-client/' },
    },
    {
      name: 'routes-know-no-queries',
      severity: 'error',
      from: { path: `${src}features/[^/]+/[^/]*routes\\.ts$` },
      to: { path: ['queries\\.ts$', `${src}db/`, 'node_modules/(kysely|pg|libsql)/'] },
    },
    {
      name: 'services-know-no-http',
      severity: 'error',
      from: {
        path: `${src}features/`,
        pathNot: ['routes\\.ts$', 'schemas\\.ts$', 'guards\\.ts$', 'cookie\\.ts$', 'authenticate\\.ts$'],
      },
      to: { path: ['node_modules/fastify/', 'node_modules/@fastify/'] },
    },
    {
      name: 'queries-know-only-the-database',
      severity: 'error',
      from: { path: 'queries\\.ts$' },
      to: { path: [`${src}(http|lib)/`, '/(service|routes)\\.ts$'] },
    },
    {
      name: 'one-file-for-each-driver',
      severity: 'error',
      from: { path: src, pathNot: [`${src}db/((sqlite|postgres)/|database\\.ts)`, '\\.postgres\\.ts$'] },
      to: { path: 'node_modules/(pg|@types/pg|libsql)/' },
    },
    {
      name: 'packages-know-nothing-of-the-server',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'sites-know-the-server-by-its-api-alone',
      severity: 'error',
      from: { path: '^apps/(admin|account|explorer)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-server-knows-no-site',
      severity: 'error',
      from: { path: '^apps/server/' },
      to: { path: '^apps/(?!server/)' },
    },
    {
      name: 'examples-import-packages-alone',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(apps|bench|e2e)/' },
    },
    {
      name: 'nobody-needs-an-example',
      severity: 'error',
      from: { path: '^(apps|packages|bench)/' },
      to: { path: '^examples/' },
    },
    {
      name: 'browser-tests-see-what-a-user-sees',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(apps|packages|examples)/' },
    },
    {
      name: 'source-knows-no-benchmark',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/' },
      to: { path: '^bench/' },
    },
    {
      name: 'source-knows-no-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^(apps|packages)/[^/]+/test/|\\.test\\.ts$|node_modules/(vitest|fast-check)/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|reports|\\.stryker-tmp)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
