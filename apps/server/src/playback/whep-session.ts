import { randomInt } from 'node:crypto';
import {
  idleTrack,
  isMediaSection,
  type MediaSection,
  type PlaybackTrack,
  playbackTrack,
  readOffer,
  SdpError,
  sentTrack,
  writeAnswer,
} from '@tallylight/protocol/sdp';
import type { Logger } from 'pino';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Clock } from '../live/clock.ts';
import type { Sink, SourceTrack } from '../live/sfu.ts';
import { supervise } from '../live/supervise.ts';

export type WhepSessionOptions = {
  readonly channel: string;
  /** The offer's text. */
  readonly offer: string;
  readonly broadcasts: Broadcasts;
  readonly clock: Clock;
  readonly log: Logger;
};

/** One viewer over WHEP (draft-ietf-wish-whep), from offer to end. */
export class WhepSession {
  readonly answer: string;
  readonly #sink: Sink;

  private constructor(answer: string, sink: Sink) {
    this.answer = answer;
    this.#sink = sink;
  }

  /**
   * Takes an offer and answers it with what is on air, under the viewer's own numbers.
   *
   * @throws {SdpError} the offer can't be taken, or not with what is on air
   * @throws {LiveError} channel-off-air, media-unavailable
   */
  static async open(options: WhepSessionOptions): Promise<WhepSession> {
    const { channel, broadcasts, clock } = options;
    const offer = readOffer(options.offer);
    const sections = offer.sections.filter(isMediaSection);
    for (const section of sections) requireReceiving(section);

    const broadcast = broadcasts.forViewer(channel);
    const tracks = sections.flatMap((section) => matchTrack(section, broadcast.tracks));
    if (tracks.length === 0) throw SdpError.noMedia();
    const sink = await broadcast.watch({ peer: offer, tracks });
    const log = options.log.child({ channel, broadcast: broadcast.id });
    supervise(sink, { who: 'viewer', clock, log });

    const answer = writeAnswer({
      offer,
      transport: sink.local,
      tracks: new Map(
        sections.map((section) => {
          const track = tracks.find(({ mid }) => mid === section.mid);
          const sent = sink.tracks.find(({ mid }) => mid === section.mid);
          const flows = track !== undefined && sent !== undefined;
          return [
            section.mid,
            flows ? sentTrack(track, sent.rtp, broadcast.id) : idleTrack(section),
          ];
        }),
      ),
      sessionId: randomInt(2 ** 47),
    });
    return new WhepSession(answer, sink);
  }

  /** The viewer says goodbye. */
  end(): void {
    this.#sink.close();
  }

  /** Calls back once, however the session ended. */
  onEnded(listener: () => void): void {
    this.#sink.onClosed(listener);
  }
}

/** What a section gets; nothing where the broadcast has no track of its kind. */
function matchTrack(section: MediaSection, onAir: readonly SourceTrack[]): PlaybackTrack[] {
  const codec = onAir.find(({ kind }) => kind === section.kind)?.rtp.codecs[0];
  return codec === undefined ? [] : [playbackTrack(section, codec)];
}

/** @throws {SdpError} direction: a viewer who would not receive */
function requireReceiving({ kind, direction }: MediaSection): void {
  if (direction === 'recvonly' || direction === 'sendrecv') return;
  throw SdpError.direction(kind, direction, 'recvonly or sendrecv');
}
