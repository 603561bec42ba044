import { routes } from '@tallylight/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BroadcastOrigin } from './broadcast-origin.ts';
import { bytesHeaders, type MediaBytes, replyBytes } from './bytes-reply.ts';
import { clientGone, forsake } from './client-gone.ts';
import type { HotMedia } from './hot-media.ts';
import { nextPart, segmentAt } from './media-edge.ts';
import { MediaError } from './media-error.ts';
import { mediaTypes } from './media-headers.ts';
import type { Authorise } from './media-library.ts';
import { readTrackFile, type TrackFile } from './media-names.ts';
import { openSegmentStream } from './open-segment.ts';
import type { Origins } from './origins.ts';

export type SegmentRoutesOptions = {
  readonly origins: Origins;
  readonly authorise: Authorise;
  /** Where to keep what was asked for; null: nowhere. */
  readonly hot: HotMedia | null;
};

type OfTrack = { Params: { channel: string; broadcast: string; track: string; file: string } };

/** Initialization segments, segments and parts. */
export function segmentRoutes(app: FastifyInstance, options: SegmentRoutesOptions): void {
  const { origins, authorise, hot } = options;
  const pattern = decodeURIComponent(
    routes.trackMedia(':channel', ':broadcast', ':track', ':file'),
  );
  app.get<OfTrack>(pattern, async (request, reply) => {
    const { channel, broadcast, track, file: name } = request.params;
    authorise(request, channel);
    const origin = await origins.require(channel, broadcast);
    const rendition = origin.rendition(track);
    const file = readTrackFile(name);
    if (rendition === undefined || file === null) throw MediaError.nothing('such media');
    const media = (bytes: Uint8Array): MediaBytes => ({
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      type: mediaTypes[rendition.kind],
      etag: `"${broadcast}-${track}-${name}"`,
    });
    const bytes = await findBytes(origin, track, file);
    if (bytes !== null) {
      const found = media(bytes);
      hot?.keep(request.url, found);
      return replyBytes(request, reply, found);
    }
    if (file.kind === 'init') throw MediaError.nothing('such media');
    const asked = { request, reply, origin, track, media };
    return file.kind === 'part' ? replyComingPart(asked, file) : replyOpenSegment(asked, file.msn);
  });
}

type Asked = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly origin: BroadcastOrigin;
  readonly track: string;
  readonly media: (bytes: Uint8Array) => MediaBytes;
};

async function findBytes(
  { listing }: BroadcastOrigin,
  track: string,
  file: TrackFile,
): Promise<Uint8Array | null> {
  switch (file.kind) {
    case 'init':
      return listing.init(track, file.period);
    case 'part':
      return listing.part(track, file.msn, file.part);
    case 'segment':
      return listing.segment(track, file.msn);
  }
}

/**
 * The part that the playlist hints at: held until it is whole (draft-pantos-hls-rfc8216bis-22, section 6.2.6). Its
 * segment may end without it.
 */
async function replyComingPart(
  { request, reply, origin, track, media }: Asked,
  { msn, part }: { readonly msn: number; readonly part: number },
): Promise<FastifyReply> {
  const bytes = (): Uint8Array | null => origin.listing.part(track, msn, part);
  const isHinted = (): boolean => {
    const edge = origin.edge(track);
    const next = edge === null || origin.listing.hasEnded ? null : nextPart(edge);
    return next?.track === track && next.msn === msn && next.part === part;
  };
  const isDue = (): boolean => bytes() !== null || !isHinted();
  if (!(await origin.until(isDue, clientGone(reply)))) return forsake(reply);
  const found = bytes();
  if (found === null) throw MediaError.nothing('such part');
  return replyBytes(request, reply, media(found));
}

/** The segment that is being made, as it grows; the one after it is held until it begins. */
async function replyOpenSegment(
  { reply, origin, track, media }: Asked,
  msn: number,
): Promise<FastifyReply> {
  const signal = clientGone(reply);
  const find = () => segmentAt(origin.segments(track), msn);
  const isNext = (): boolean => {
    const edge = origin.edge(track);
    return edge !== null && !origin.listing.hasEnded && msn === edge.msn + 1;
  };
  if (!(await origin.until(() => find() !== undefined || !isNext(), signal))) return forsake(reply);
  const segment = find();
  if (segment === undefined || segment.isGap || segment.track !== track) {
    throw MediaError.nothing('such segment');
  }
  const { bytes: _, ...head } = media(new Uint8Array());
  reply.headers(bytesHeaders(head));
  return reply.send(openSegmentStream(origin, track, msn, signal));
}
