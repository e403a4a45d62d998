import { join } from 'node:path';

const rootDir = join(import.meta.dirname, '..');

const project = (name, testMatch, extra = {}) => ({
  displayName: name,
  rootDir,
  testEnvironment: 'node',
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/.waybill/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^@app/([^/]+)/testing$': '<rootDir>/libs/$1/testing/index.ts',
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  ...extra,
});

// Opens a stand that starts one broker and one database for the whole run, when the first test asks for them.
const stand = {
  globalSetup: '<rootDir>/libs/embedded/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/embedded/testing/global-teardown.mjs',
};

const anywhere = (suffix) => ['apps', 'libs', 'test'].map((at) => `<rootDir>/${at}/**/*.${suffix}.ts`);

export default {
  rootDir,
  testTimeout: 60_000,
  projects: [
    project('unit', anywhere('spec')),
    project('integration', anywhere('int-spec'), stand),
    project('e2e', anywhere('e2e-spec'), stand),
  ],
};
