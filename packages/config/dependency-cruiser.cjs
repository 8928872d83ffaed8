const test = '[.]test[.]tsx?$';

/** A package may know these packages and no others. */
const packageKnows = (from, known) => ({
  name: `${from}-knows-${known.join('-and-') || 'no-other-package'}`,
  severity: 'error',
  from: { path: `^packages/${from}/src/`, pathNot: test },
  to: { path: '^packages/', pathNot: [from, ...known].map((name) => `^packages/${name}/`) },
});

/** A kind of app, or a folder in it, may know these packages and no others. */
const appsKnow = ({ name, from, pathNot = [], known }) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: [test, ...pathNot] },
  to: { path: '^packages/', pathNot: known.map((name) => `^packages/${name}/`) },
});

const services = '(billing|entitlement|content|identity|mail)';
const service = ['kernel', 'events', 'api', 'access', 'messaging', 'service-kit', 'words'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'Domain code is functions over data. It may know its own folder, the kernel, events, access and words.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/domain/', pathNot: test },
      to: { pathNot: ['^apps/[^/]+/src/domain/', '^packages/(kernel|events|access|words)/'] },
    },
    {
      name: 'use-cases-see-ports-only',
      comment: 'A use case loads, decides and saves through ports; who implements them is not its business.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/usecases/', pathNot: test },
      to: {
        path: [
          '^apps/[^/]+/src/(http|consumers|jobs|adapters|server)/',
          'node_modules/(express|stripe|pg|kafkajs|zod|@prisma)/',
          '^packages/(service-kit|messaging|api)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'use-cases-are-inside',
      comment: 'Not even a type of an edge reaches a use case.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/usecases/', pathNot: test },
      to: { path: '^apps/[^/]+/src/(http|consumers|jobs|adapters|server)/' },
    },
    {
      name: 'edges-do-not-touch',
      comment: 'Routes and consumers reach storage through a use case or a port, not through an adapter.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/(http|consumers)/', pathNot: test },
      to: { path: '^apps/[^/]+/src/adapters/' },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'packages-do-not-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|infra|tests)/' },
    },
    {
      name: 'apps-do-not-import-infra-or-tests',
      severity: 'error',
      from: { path: '^apps/', pathNot: test },
      to: { path: '^(infra|tests)/' },
    },
    {
      name: 'features-stand-alone',
      comment: 'In a web app one feature does not import another; a page composes them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/features/([^/]+)/' },
      to: { path: '^apps/$1/src/features/', pathNot: '^apps/$1/src/features/$2/' },
    },
    {
      name: 'one-door-to-kafka',
      comment: 'kafkajs loses records when it is used as it invites to be; messaging knows how not to.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: ['^packages/(messaging|test-kit)/', test] },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'stripe-stops-at-the-door',
      comment: "Stripe's objects are known in one folder; everyone else has our own words.",
      severity: 'error',
      from: { path: '^apps/billing/src/', pathNot: ['^apps/billing/src/adapters/stripe/', test] },
      to: { path: 'node_modules/stripe/' },
    },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      from: { path: '^packages/kernel/src/', pathNot: test },
      to: { pathNot: ['^packages/kernel/', 'node_modules/temporal-polyfill/'] },
    },
    {
      name: 'test-kit-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: [test, '^packages/test-kit/'] },
      to: { path: '^packages/test-kit/' },
    },
    packageKnows('events', []),
    packageKnows('api', ['kernel']),
    packageKnows('access', ['kernel']),
    packageKnows('messaging', ['kernel']),
    packageKnows('service-kit', ['kernel']),
    packageKnows('entitlement-client', ['kernel', 'events', 'api', 'access', 'messaging']),
    packageKnows('ui', []),
    packageKnows('words', []),
    packageKnows('web-kit', ['kernel', 'api', 'service-kit']),
    appsKnow({
      name: 'services-know-their-packages',
      from: `^apps/${services}/src/`,
      pathNot: ['^apps/content/'],
      known: service,
    }),
    appsKnow({
      name: 'content-asks-through-the-client',
      from: '^apps/content/src/',
      known: [...service, 'entitlement-client'],
    }),
    appsKnow({
      name: 'pages-know-their-packages',
      from: '^apps/(site|finance)/src/',
      known: ['kernel', 'api', 'service-kit', 'entitlement-client', 'ui', 'web-kit', 'words'],
    }),
    {
      name: 'pages-run-in-browsers',
      comment: 'What only a server can run stays in the server part of a web app.',
      severity: 'error',
      from: { path: '^apps/(site|finance)/src/features/', pathNot: test },
      to: { path: '^packages/(service-kit|entitlement-client)/' },
    },
    appsKnow({
      name: 'the-simulator-knows-no-gatefold',
      from: '^apps/stripe-simulator/src/',
      known: ['kernel', 'service-kit'],
    }),
    appsKnow({
      name: 'the-cli-speaks-http',
      from: '^apps/cli/src/',
      known: ['kernel', 'api', 'service-kit'],
    }),
    {
      name: 'infra-knows-few',
      severity: 'error',
      from: { path: '^infra/', pathNot: [test, '^infra/docs/'] },
      to: { path: '^(apps|packages)/', pathNot: '^packages/(kernel|api|service-kit|config)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/generated/', '/build/', '/[.]react-router/'] },
    // Without these, packages of the workspace do not resolve and every rule about them is blind.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    tsPreCompilationDeps: true,
  },
};
