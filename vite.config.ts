import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const page = (name: string): string =>
  fileURLToPath(new URL(`./apps/web/${name}.html`, import.meta.url));
const serverFile = (name: string): string =>
  fileURLToPath(new URL(`./apps/server/src/${name}`, import.meta.url));
const serverUrl = 'http://127.0.0.1:8080';

/** One configuration builds the pages and the server's bundle, serves in development, and runs Vitest. */
export default defineConfig({
  root: 'apps/web',
  plugins: [react(), viewerDocuments(), sharedHead(), compressed()],
  server: {
    port: 5173,
    proxy: {
      '/api': serverUrl,
      '/whip': serverUrl,
      '/whep': serverUrl,
      '/media': serverUrl,
      '/oembed': serverUrl,
      '/socket': { target: serverUrl, ws: true },
    },
  },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that know none of it load the same a moment later.
    modulePreload: { polyfill: false },
  },
  builder: {},
  environments: {
    client: {
      build: { rolldownOptions: { input: [page('index'), page('watch'), page('embed')] } },
    },
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
        rolldownOptions: {
          input: {
            main: serverFile('main.ts'),
            'chat-thread': serverFile('chat/log/chat-thread.ts'),
          },
        },
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

/** In development, too, the pages for viewers are documents of their own. */
function viewerDocuments(): Plugin {
  return {
    name: 'tallylight:viewer-documents',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _response, next) => {
        const [, name] = /^\/(watch|embed)\//.exec(request.url ?? '') ?? [];
        if (name !== undefined) request.url = `/${name}.html`;
        next();
      });
    },
  };
}

/** What stands in the head of every document is written once. */
function sharedHead(): Plugin {
  return {
    name: 'tallylight:shared-head',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(/( *)<!-- head\.html -->/, (_place, indent: string) =>
          readFileSync(page('head'), 'utf8').trimEnd().replace(/^/gm, indent),
        ),
    },
  };
}

/** Leaves each script and style sheet compressed beside itself, as strongly as can be: the server sends them so. */
function compressed(): Plugin {
  return {
    name: 'tallylight:compressed',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const source = file.type === 'chunk' ? file.code : file.source;
          if (!/\.(?:js|css)$/.test(fileName) || source.length < 1024) continue;
          const bytes = Buffer.from(source);
          this.emitFile({
            type: 'asset',
            fileName: `${fileName}.br`,
            source: brotliCompressSync(bytes),
          });
          const smallest = gzipSync(bytes, { level: 9 });
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: smallest });
        }
      },
    },
  };
}
