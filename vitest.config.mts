import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // The tests import the package by name, as its users do; it is the build in dist/ that is tested.
    alias: [{ find: /^clinicore$/, replacement: `${import.meta.dirname}/dist/index.js` }],
  },
  test: {
    include: ['__test__/**/*.test.ts', 'examples/clinic/test/**/*.test.ts'],
    // A process a file: the addon's threads and settings are process-wide.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    server: { deps: { external: [/\/dist\//] } },
    typecheck: { enabled: true, include: ['__test__/**/*.test-d.ts'], tsconfig: '__test__/tsconfig.json' },
  },
});
