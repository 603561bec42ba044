import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const folder = fileURLToPath(new URL('./pages/', import.meta.url));

/** Serves the pages of other people's clients from an origin that is not our server's. */
export class PageServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<PageServer> {
    const scripts = await bundle();
    const server = createServer(({ url = '/' }, reply) => {
      const script = scripts.get(url.slice(1));
      if (script !== undefined) reply.setHeader('content-type', 'text/javascript').end(script);
      else reply.setHeader('content-type', 'text/html').end(html(basename(url)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server);
  }

  /** Where the page around `pages/NAME.ts` is. */
  url(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function html(name: string): string {
  // The empty icon keeps the browser from asking for one.
  return `<!doctype html>
<title>${name}</title>
<link rel="icon" href="data:,">
<video autoplay muted playsinline></video>
<script type="module" src="/${name}.js"></script>`;
}

/** Every page's script and what they share, by file name. */
async function bundle(): Promise<Map<string, string>> {
  const files = await readdir(folder);
  const built = (await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: files.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => folder + file),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        preserveEntrySignatures: false,
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    built.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])),
  );
}
