import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import rateLimit from '@fastify/rate-limit';
import type { ChannelView } from '@tallylight/contract';
import { iceServerLink } from '@tallylight/protocol';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { banner } from './banner.ts';
import { ChannelFile } from './channels/channel-file.ts';
import { channelRoutes } from './channels/channel-routes.ts';
import { Channels, firstChannel } from './channels/channels.ts';
import { shownStart } from './channels/shown-start.ts';
import { ChatPace } from './chat/chat-pace.ts';
import { ChatPeople } from './chat/chat-people.ts';
import { ChatRooms } from './chat/chat-rooms.ts';
import { chatSockets } from './chat/chat-sockets.ts';
import { ChatLog } from './chat/log/chat-log.ts';
import { Passports } from './chat/passports.ts';
import { type Config, readConfig } from './config.ts';
import { readConfigFile } from './config-file.ts';
import { clockRoute } from './http/clock-route.ts';
import { healthRoutes } from './http/health.ts';
import { iceServersFor } from './http/ice-servers.ts';
import { servePages } from './http/pages.ts';
import { rateLimiting } from './http/rate-limits.ts';
import { scope } from './http/scope.ts';
import { createServer } from './http/server.ts';
import { siteUrl } from './http/site-url.ts';
import { whipRoutes } from './ingest/whip-routes.ts';
import { lastOnAirMs } from './live/broadcast-state.ts';
import { Broadcasts } from './live/broadcasts.ts';
import { systemClock } from './live/clock.ts';
import { planListening } from './live/sfu/listen-plan.ts';
import { MediasoupSfu } from './live/sfu/mediasoup-sfu.ts';
import { createLog } from './log.ts';
import { Downloads } from './packager/downloads.ts';
import { FfmpegSupply, supplyFault } from './packager/ffmpeg-supply.ts';
import { Packagers } from './packager/packagers.ts';
import { DataFolder } from './packager/store/data-folder.ts';
import { Recordings } from './packager/store/recordings.ts';
import { BroadcastLibrary } from './playback/broadcast-library.ts';
import { mediaRoutes } from './playback/media-routes.ts';
import { viewerRoutes } from './playback/viewer-routes.ts';
import { WhepDoor } from './playback/whep-door.ts';
import { whepRoutes } from './playback/whep-routes.ts';
import { oembedRoutes } from './share/oembed-routes.ts';
import { posterOf } from './share/poster.ts';
import { type SharedChannels, sharedChannel } from './share/shared-channel.ts';
import { watchHead } from './share/watch-head.ts';
import { serveSockets } from './socket/socket-server.ts';
import { studioRoom } from './socket/studio-room.ts';
import { explainStart } from './start-error.ts';

/** The built pages; beside the bundle as beside the source. */
const webDir = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/web' : '../web', import.meta.url),
);

/** The program of the chat's thread, likewise. */
const chatThread = new URL(
  import.meta.url.endsWith('.ts') ? './chat/log/chat-thread.ts' : './chat-thread.js',
  import.meta.url,
);

/** What a worker forwards on one core at 2 Mbit/s to each; more would only spoil it for all. */
const viewersPerWorker = 500;

const dayMs = 86_400_000;

/** What the longest part may have over a usual one: cameras' clocks jitter, and PART-TARGET is a promise. */
const partReserve = 1.05;

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
    maxBitrate: config.maxBitrate,
  });
  const clock = systemClock;
  const recordings = await Recordings.open({
    ...{ dataDir: config.dataDir, clock, log },
    maxAgeMs: config.recordingDays === 0 ? null : config.recordingDays * dayMs,
    maxTotalBytes: config.recordingGigabytes === 0 ? null : config.recordingGigabytes * 1e9,
  });
  const chatLog = await ChatLog.open({
    dataDir: config.dataDir,
    thread: chatThread,
    ...{ clock, log },
  });
  const ffmpeg = new FfmpegSupply(config.ffmpeg);
  const packagers = new Packagers({
    ...{ clock, log, ffmpeg, recordings, record: config.record, heights: config.ladder },
    segmentS: config.segmentSeconds,
    partTargetS: Math.ceil(config.partMs * partReserve) / 1000,
    dvrS: config.dvrMinutes * 60,
    maxBroadcastBytes: null,
    reserveBytes: config.diskReserveMegabytes * 1e6,
  });
  if (config.packager) void reportFfmpeg(ffmpeg, log);
  const broadcasts = new Broadcasts({
    sfu,
    clock,
    graceMs: config.graceSeconds * 1000,
    viewersPerAddress: config.viewersPerAddress,
    onState: ({ id, channel }, state) => {
      log.info({ channel, broadcast: id }, `broadcast ${state.name}`);
      if (state.name === 'ended') packagers.end(id);
      const onAirAtMs = lastOnAirMs(state);
      if (onAirAtMs === null) return;
      channels.passStart(channel, onAirAtMs).catch((error: unknown) => {
        log.warn({ err: error, channel }, 'a start that has passed could not be taken back');
      });
    },
    onSource: (broadcast, source) => {
      if (config.packager) packagers.follow(broadcast, source);
    },
  });

  const app = createServer(log, { trustProxy: config.trustProxy });
  const turn = {
    urls: config.iceServers,
    secret: config.turnSecret,
    ttlSeconds: config.turnTtlSeconds,
  };
  const nodes = new Map(Object.entries(config.elsewhere));
  const sessions = {
    broadcasts,
    channels,
    clock,
    log,
    sessionRate: config.sessionRate,
    elsewhere: (channel: string) => nodes.get(channel) ?? null,
    links: () => iceServersFor(turn, clock.now()).map(iceServerLink),
  };
  const door = new WhepDoor({
    maxViewers: config.maxViewers ?? config.workers * viewersPerWorker,
    maxPendingPerAddress: config.maxPendingViewers,
  });
  const view = (name: string): ChannelView => {
    const { title, startsAtMs } = channels.details(name);
    const broadcast = broadcasts.view(name);
    return {
      ...{ name, title, broadcast },
      startsAtMs: shownStart({ startsAtMs, broadcast, nowMs: clock.now() }),
      recording: recordings.lastView(name),
    };
  };
  const close = async (): Promise<void> => {
    broadcasts.close();
    await packagers.close();
    recordings.close();
    await app.close();
    await chatLog.close();
    await sfu.close();
  };
  try {
    healthRoutes(app, () => sfu.isReady());
    clockRoute(app, clock.now);
    await app.register(scope((api) => channelRoutes(api, { channels, broadcasts, view })));
    await app.register(rateLimit, rateLimiting);
    await app.register(scope((api) => whipRoutes(api, sessions)));
    await app.register(scope((api) => whepRoutes(api, { ...sessions, door })));
    const { viewersPerAddress } = config;
    await app.register(scope((api) => viewerRoutes(api, { ...sessions, viewersPerAddress })));
    const library = new BroadcastLibrary({
      ...{ packagers, recordings },
      hasChannel: (channel) => channels.isKnown(channel),
    });
    const downloads = new Downloads({ dataDir: config.dataDir, recordings, ffmpeg, clock, log });
    const download = downloads.get.bind(downloads);
    await app.register(scope((api) => mediaRoutes(api, { library, clock, download })));
    const { socketsPerAddress, trustProxy } = config;
    const sockets = serveSockets(app, { clock, log, socketsPerAddress, trustProxy });
    studioRoom(sockets, { channels, broadcasts, log });
    const rooms = new ChatRooms({
      ...{ log: chatLog, clock, logger: log },
      maxAgeMs: config.chatDays === 0 ? null : config.chatDays * dayMs,
      keepEntries: config.chatMessages,
    });
    app.addHook('onClose', () => rooms.close());
    chatSockets(sockets, {
      ...{ channels, rooms, clock, log },
      people: new ChatPeople(chatLog, clock),
      pace: new ChatPace(),
      passports: new Passports(await chatLog.ask('secret', 'passports')),
    });
    const shared: SharedChannels = {
      view: (name) => (channels.isKnown(name) ? view(name) : null),
      poster: (channel) => posterOf(library, channel),
    };
    const { publicUrl } = config;
    await app.register(scope((api) => oembedRoutes(api, { channels: shared, publicUrl })));
    await servePages(app, {
      webDir,
      hasChannel: (channel) => channels.isKnown(channel),
      watchHead: async (request, name) => {
        const site = siteUrl(request, publicUrl);
        const channel = await sharedChannel(shared, name, site);
        return channel === null ? null : watchHead(channel, site);
      },
    });
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw error;
  }
  return { app, close };
}

/** Says at the start what FFmpeg there is, or why there is none: WebRTC does without. */
async function reportFfmpeg(ffmpeg: FfmpegSupply, log: Logger): Promise<void> {
  try {
    const { path, version } = await ffmpeg.get();
    log.info({ path, version }, 'FFmpeg');
  } catch (error) {
    log.warn({ reason: supplyFault(error) }, 'no FFmpeg: nothing is packaged for HLS');
  }
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
  const folder = DataFolder.take(config.dataDir);
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
      () => {
        folder.release();
        process.exit(0);
      },
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
