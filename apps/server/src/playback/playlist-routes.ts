import { routes } from '@tallylight/contract';
import { writeMpd } from '@tallylight/protocol/dash';
import {
  type DeliveryDirectives,
  readDirectives,
  writeMediaPlaylist,
  writeMultivariantPlaylist,
} from '@tallylight/protocol/hls';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { replyText } from '../http/text-reply.ts';
import type { Clock } from '../live/clock.ts';
import type { ListedSegment, Rendition } from '../packager/store/listing.ts';
import type { BroadcastOrigin } from './broadcast-origin.ts';
import { clientGone, forsake } from './client-gone.ts';
import { mpdOf } from './dash/mpd-of.ts';
import { mediaPlaylistOf } from './hls/media-playlist-of.ts';
import { multivariantPlaylistOf } from './hls/multivariant-playlist-of.ts';
import { judgeReload } from './hls/reload-point.ts';
import { MediaError } from './media-error.ts';
import { freshFor, immutable, mediaTypes } from './media-headers.ts';
import type { Authorise, MediaLibrary } from './media-library.ts';
import { type BroadcastFile, readBroadcastFile, readMasterFile } from './media-names.ts';
import type { Origins } from './origins.ts';

export type PlaylistRoutesOptions = {
  readonly origins: Origins;
  readonly library: MediaLibrary;
  readonly authorise: Authorise;
  readonly clock: Clock;
};

type OfChannel = { Params: { channel: string } };
type OfBroadcast = { Params: { channel: string; broadcast: string; file: string } };

/** A request for a playlist or manifest, and what it is for. */
type Asked = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly origin: BroadcastOrigin;
  /** Where the broadcast's folder is from the URL that was asked for. */
  readonly base: string;
  /** Added to every URI. */
  readonly query: string;
};

/** How long texts stay fresh that nothing of a broadcast changes any more, in seconds. */
const endedFreshS = 60;

/** How often there is a new poster, in seconds. */
const posterFreshS = 5;

/** A blocking answer is true for good; so long it is worth keeping, in target durations. */
const blockingFresh = 3;

/** Playlists and manifests: of the broadcast that a channel has on air, and of each broadcast. */
export function playlistRoutes(app: FastifyInstance, options: PlaylistRoutesOptions): void {
  const { origins, library, authorise, clock } = options;
  for (const path of [routes.hls, routes.hlsClassic, routes.dash]) {
    app.get<OfChannel>(decodeURIComponent(path(':channel')), async (request, reply) => {
      const { channel } = request.params;
      const query = authorise(request, channel);
      const origin = await origins.require(channel, null);
      const base = `${encodeURIComponent(origin.listing.broadcast)}/`;
      const file = readMasterFile(path(channel).split('/').at(-1) ?? '');
      return replyFile(file, { request, reply, origin, base, query });
    });
  }

  app.get<OfChannel>(decodeURIComponent(routes.poster(':channel')), async (request, reply) => {
    const { channel } = request.params;
    authorise(request, channel);
    const poster = await library.lastPoster(channel);
    if (poster === null) throw MediaError.nothing('picture of this channel');
    return replyPoster(reply, poster.jpeg, freshFor(posterFreshS));
  });

  const pattern = decodeURIComponent(routes.broadcastMedia(':channel', ':broadcast', ':file'));
  app.get<OfBroadcast>(pattern, async (request, reply) => {
    const { channel, broadcast, file: name } = request.params;
    const query = authorise(request, channel);
    const file = readBroadcastFile(name);
    if (file?.kind === 'poster') {
      const jpeg = await library.poster(channel, broadcast, file.number);
      if (jpeg === null) throw MediaError.nothing('such picture');
      return replyPoster(reply, jpeg, immutable);
    }
    const origin = await origins.require(channel, broadcast);
    return replyFile(file, { request, reply, origin, base: '', query });
  });

  function replyFile(file: BroadcastFile | null, asked: Asked): Promise<FastifyReply> {
    switch (file?.kind) {
      case 'multivariant':
        return replyMultivariant(asked, file.form);
      case 'manifest':
        return replyManifest(asked, clock);
      case 'playlist':
        return file.form === 'low-latency'
          ? replyLowLatency(asked, file.rendition)
          : replyPlaylist(asked, file.rendition, file.form);
      default:
        throw MediaError.nothing('such playlist');
    }
  }
}

function replyPoster(reply: FastifyReply, jpeg: Uint8Array, cacheControl: string): FastifyReply {
  reply.type(mediaTypes.poster).header('cache-control', cacheControl);
  return reply.send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
}

async function replyMultivariant(
  { request, reply, origin, base, query }: Asked,
  form: 'low-latency' | 'classic',
): Promise<FastifyReply> {
  if (!(await untilPlayable(origin, clientGone(reply)))) return forsake(reply);
  const text = origin.text(`multivariant ${form} ${base} ${query}`, () =>
    writeMultivariantPlaylist(multivariantPlaylistOf(origin, { form, base, query })),
  );
  const cacheControl = freshFor(origin.listing.targetDurationS / 2);
  return replyText(request, reply, text, { type: mediaTypes.playlist, cacheControl });
}

async function replyManifest(
  { request, reply, origin, base, query }: Asked,
  clock: Clock,
): Promise<FastifyReply> {
  if (!(await untilPlayable(origin, clientGone(reply)))) return forsake(reply);
  const clockUri = base === '' ? '../../clock' : '../clock';
  const text = origin.text(`manifest ${base} ${query}`, () =>
    writeMpd(mpdOf(origin, { base, query, clockUri, nowMs: clock.now() })),
  );
  return replyText(request, reply, text, {
    type: mediaTypes.manifest,
    cacheControl: freshFor(origin.listing.hasEnded ? endedFreshS : 1),
  });
}

/** A playlist that is as it is: it takes no directives. */
async function replyPlaylist(
  { request, reply, origin, query }: Asked,
  rendition: string,
  form: 'classic' | 'vod',
): Promise<FastifyReply> {
  const { hasEnded, targetDurationS } = origin.listing;
  const isThere = origin.rendition(rendition) !== undefined && (form !== 'vod' || hasEnded);
  if (!isThere) throw MediaError.nothing('such playlist');
  const isDue = (): boolean =>
    origin.listing.hasEnded || origin.segments(rendition).some(({ isComplete }) => isComplete);
  if (!(await origin.until(isDue, clientGone(reply)))) return forsake(reply);
  const text = origin.text(`${form} ${rendition} ${query}`, () =>
    writeMediaPlaylist(mediaPlaylistOf(origin, rendition, { form, skip: false, query })),
  );
  const cacheControl = freshFor(hasEnded ? endedFreshS : targetDurationS / 2);
  return replyText(request, reply, text, { type: mediaTypes.playlist, cacheControl });
}

/** A playlist that is waited for (draft-pantos-hls-rfc8216bis-22, section 6.2.5.2). */
async function replyLowLatency(asked: Asked, rendition: string): Promise<FastifyReply> {
  const { request, reply, origin, query } = asked;
  const { listing } = origin;
  if (origin.rendition(rendition) === undefined) throw MediaError.nothing('such playlist');
  const read = readDirectives(new URLSearchParams(request.url.split('?')[1] ?? ''));
  if ('fault' in read) throw MediaError.directives(read.name, read.fault);
  const { directives } = read;
  const verdict = () =>
    listing.hasEnded
      ? 'ready'
      : judgeReload(directives, origin.edge(rendition), listing.partTargetS);
  if (verdict() === 'too far ahead') {
    const lastMsn = origin.edge(rendition)?.msn ?? -1;
    throw MediaError.tooFarAhead(directives.msn ?? 0, directives.part, lastMsn);
  }
  const isDue = (): boolean =>
    listing.hasEnded || (origin.edge(rendition) !== null && verdict() === 'ready');
  if (!(await origin.until(isDue, clientGone(reply)))) return forsake(reply);
  const { skip } = directives;
  const text = origin.text(`low-latency ${rendition} ${skip} ${query}`, () =>
    writeMediaPlaylist(mediaPlaylistOf(origin, rendition, { form: 'low-latency', skip, query })),
  );
  return replyText(request, reply, text, {
    type: mediaTypes.playlist,
    cacheControl: lowLatencyFreshness(origin, rendition, directives),
  });
}

function lowLatencyFreshness(
  origin: BroadcastOrigin,
  rendition: string,
  { msn }: DeliveryDirectives,
): string {
  const { hasEnded, targetDurationS } = origin.listing;
  if (hasEnded) return freshFor(endedFreshS);
  // What was asked for long ago is answered with what is there now, which is soon no longer so.
  const isAtEdge = msn !== null && msn >= (origin.edge(rendition)?.msn ?? 0) - 1;
  return freshFor(isAtEdge ? blockingFresh * targetDurationS : 1);
}

/**
 * Waits until a player that chooses now would know all that it may choose from: sound and picture come each in their
 * own time, and a multivariant playlist is read but once. What has not come by then is not waited for.
 *
 * @returns false where the client has gone meanwhile
 * @throws {MediaError} media-overdue, where there is nothing to play
 */
async function untilPlayable(origin: BroadcastOrigin, signal: AbortSignal): Promise<boolean> {
  try {
    return await origin.until(() => isWhole(origin), signal);
  } catch (error) {
    if (!hasSegment(origin)) throw error;
    return true;
  }
}

/** Whether sound and pictures have begun, as far as there are both. */
function isWhole(origin: BroadcastOrigin): boolean {
  const { hasEnded, renditions } = origin.listing;
  const begun = renditions.filter(({ id }) => origin.edge(id) !== null);
  if (begun.length === 0 || hasEnded) return begun.length > 0;
  const kinds = kindsOf(begun);
  if (kinds < kindsOf(renditions)) return false;
  // Where there is but one of them, or a rung is late, the first segment says so.
  return hasSegment(origin) || (kinds > 1 && begun.length === renditions.length);
}

function hasSegment(origin: BroadcastOrigin): boolean {
  const isComplete = ({ isComplete }: ListedSegment): boolean => isComplete;
  return origin.listing.renditions.some(({ id }) => origin.segments(id).some(isComplete));
}

function kindsOf(renditions: readonly Rendition[]): number {
  return new Set(renditions.map(({ kind }) => kind)).size;
}
