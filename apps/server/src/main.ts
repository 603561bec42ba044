import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { banner } from './banner.ts';
import { ChannelFile } from './channels/channel-file.ts';
import { channelRoutes } from './channels/channel-routes.ts';
import { Channels, firstChannel } from './channels/channels.ts';
import { type Config, readConfig } from './config.ts';
import { readConfigFile } from './config-file.ts';
import { clockRoute } from './http/clock-route.ts';
import { healthRoutes } from './http/health.ts';
import { servePages } from './http/pages.ts';
import { scope } from './http/scope.ts';
import { createServer } from './http/server.ts';
import { whipRoutes } from './ingest/whip-routes.ts';
import { Broadcasts } from './live/broadcasts.ts';
import { systemClock } from './live/clock.ts';
import { planListening } from './live/sfu/listen-plan.ts';
import { MediasoupSfu } from './live/sfu/mediasoup-sfu.ts';
import { createLog } from './log.ts';
import { whepRoutes } from './playback/whep-routes.ts';
import { explainStart } from './start-error.ts';

/** The built pages; beside the bundle as beside the source. */
const webDir = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/web' : '../web', import.meta.url),
);

/** A server that listens. `close` resolves when every child is gone. */
export type RunningServer = { readonly app: FastifyInstance; close(): Promise<void> };

/** Makes every part of the server and joins them: read this to know them all. */
export async function startServer(
  config: Config,
  { log, channels }: { log: Logger; channels: Channels },
): Promise<RunningServer> {
  const local = Object.entries(networkInterfaces()).flatMap(([interfaceName, addresses = []]) =>
    addresses.map(({ address, family }) => ({ interfaceName, address, family })),
  );
  const sfu = await MediasoupSfu.start({
    log,
    count: config.workers,
    plan: planListening(config.announcedAddresses, local),
    port: config.mediaPort,
    workerBin: config.workerBin,
  });
  const clock = systemClock;
  const broadcasts = new Broadcasts({
    sfu,
    clock,
    graceMs: config.graceSeconds * 1000,
    onState: ({ id, channel }, { name }) =>
      log.info({ channel, broadcast: id }, `broadcast ${name}`),
  });

  const app = createServer(log);
  const close = async (): Promise<void> => {
    broadcasts.close();
    await app.close();
    await sfu.close();
  };
  try {
    healthRoutes(app, () => sfu.isReady());
    clockRoute(app, clock.now);
    await app.register(scope((api) => channelRoutes(api, { channels, broadcasts })));
    await app.register(scope((api) => whipRoutes(api, { channels, broadcasts, clock, log })));
    await app.register(scope((api) => whepRoutes(api, { channels, broadcasts, clock, log })));
    await servePages(app, webDir);
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw error;
  }
  return { app, close };
}

/** The command: configuration, channels, server, and a clean end at SIGTERM. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'new-key': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const config = readConfig(process.env, await readConfigFile(process.env['TALLYLIGHT_CONFIG']));
  const destination = process.stderr.isTTY
    ? (await import('pino-pretty')).PinoPretty({ sync: true, destination: 2 })
    : undefined;
  const log = createLog(config.logLevel, destination);
  const { channels, newKey } = await Channels.open(
    new ChannelFile(config.dataDir),
    config.channels,
  );
  const channel = positionals[0] ?? firstChannel;
  const key = values['new-key'] ? await channels.renewKey(channel) : newKey;
  const server = await startServer(config, { log, channels });

  // mediasoup closes its workers at a signal, but lets the process live on: the end of it is ours.
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const publicUrl = (config.publicUrl ?? `http://localhost:${config.port}`).replace(/\/$/, '');
  process.stdout.write(banner({ publicUrl, channel, key }));
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${explainStart(error)}\n`);
    process.exit(1);
  }
}
