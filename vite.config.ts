import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const serverEntry = fileURLToPath(new URL('./apps/server/src/main.ts', import.meta.url));
const serverUrl = 'http://127.0.0.1:8080';

/** One configuration builds the pages and the server's bundle, serves in development, and runs Vitest. */
export default defineConfig({
  root: 'apps/web',
  plugins: [react()],
  server: {
    port: 5173,
    proxy: {
      '/api': serverUrl,
      '/whip': serverUrl,
      '/whep': serverUrl,
      '/media': serverUrl,
      '/socket': { target: serverUrl, ws: true },
    },
  },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2022' },
  builder: {},
  environments: {
    server: {
      consumer: 'server',
      // Our packages are TypeScript, which Node refuses to strip below node_modules: they go into the
      // bundle, and what they need from npm with them, since only they know where it lies.
      // mediasoup asks where it lies before it is told where its worker is.
      define: { __dirname: 'import.meta.dirname' },
      resolve: { noExternal: [/^@tallylight\//], conditions: ['node'] },
      build: {
        ssr: true,
        target: 'node24',
        outDir: '../../dist/server',
        sourcemap: true,
        rolldownOptions: { input: serverEntry },
      },
    },
  },
  test: {
    root: '.',
    restoreMocks: true,
    retry: 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,js}', 'apps/web/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['apps/server/src/**/*.test.ts'],
          // Each file may own a mediasoup worker; two at a time is what two cores carry.
          maxWorkers: 2,
        },
      },
    ],
  },
});
