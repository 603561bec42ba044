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
  transportMid,
  writeAnswer,
  writeFragment,
} from '@tallylight/protocol/sdp';
import type { Logger } from 'pino';
import type { SdpSession } from '../http/sdp-endpoint.ts';
import type { Ending } from '../http/session-table.ts';
import type { Broadcast } from '../live/broadcast.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Clock } from '../live/clock.ts';
import type { LayerChoice } from '../live/layer-choice.ts';
import { LiveError } from '../live/live-error.ts';
import type { CloseReason, Sink, SourceTrack } from '../live/sfu.ts';
import { supervise } from '../live/supervise.ts';
import type { WhepDoor } from './whep-door.ts';

export type WhepSessionOptions = {
  readonly channel: string;
  /** The offer's text. */
  readonly offer: string;
  /** The viewer's address. */
  readonly address: string;
  /** What the viewer's page calls itself; null where it says nothing. */
  readonly viewer: string | null;
  readonly broadcasts: Broadcasts;
  readonly door: WhepDoor;
  readonly clock: Clock;
  readonly log: Logger;
};

type WhepSessionParts = {
  readonly broadcast: Broadcast;
  readonly sink: Sink;
  /** Of the section whose transport all share. */
  readonly mid: string;
  readonly videoLine: number | null;
};

/** One viewer over WHEP (draft-ietf-wish-whep), from offer to end. */
export class WhepSession implements SdpSession {
  readonly answer: string;
  /** Which m-line of the offer carries the picture, from 0; null without one. */
  readonly videoLine: number | null;
  readonly #broadcast: Broadcast;
  readonly #sink: Sink;
  readonly #mid: string;
  remoteIce: SdpSession['remoteIce'];

  private constructor(
    answer: string,
    { broadcast, sink, mid, videoLine }: WhepSessionParts,
    remoteIce: SdpSession['remoteIce'],
  ) {
    this.answer = answer;
    this.#broadcast = broadcast;
    this.#sink = sink;
    this.#mid = mid;
    this.videoLine = videoLine;
    this.remoteIce = remoteIce;
  }

  /**
   * Takes an offer and answers it with what is on air, under the viewer's own numbers.
   *
   * @throws {SdpError} the offer can't be taken, or not with what is on air
   * @throws {LiveError} channel-off-air, at-capacity, too-many-pending, media-unavailable
   */
  static async open(options: WhepSessionOptions): Promise<WhepSession> {
    const { address, channel, broadcasts, clock, door, viewer } = options;
    const offer = readOffer(options.offer);
    const sections = offer.sections.filter(isMediaSection);
    for (const section of sections) requireReceiving(section);

    const broadcast = broadcasts.forViewer(channel);
    const wanted = sections.flatMap((section) => matchTrack(section, broadcast.tracks));
    if (wanted.length === 0) throw SdpError.noMedia();
    const sink = await door.admit(address, () =>
      broadcast.watch({ peer: offer, tracks: wanted, viewer }),
    );
    const log = options.log.child({ channel, broadcast: broadcast.id });
    supervise(sink, { who: 'viewer', clock, log });

    const tracks = new Map(
      sections.map((section) => {
        const track = wanted.find(({ mid }) => mid === section.mid);
        const sent = sink.tracks.find(({ mid }) => mid === section.mid);
        if (track === undefined || sent === undefined) return [section.mid, idleTrack(section)];
        return [section.mid, sentTrack(track, sent.rtp, broadcast.id)];
      }),
    );
    const answer = writeAnswer({
      offer,
      transport: sink.local,
      tracks,
      sessionId: randomInt(2 ** 47),
    });
    const mid = transportMid({ offer, tracks });
    const video = sink.tracks.find(({ kind }) => kind === 'video');
    const line = offer.sections.findIndex((section) => section.mid === video?.mid);
    const videoLine = line < 0 ? null : line;
    return new WhepSession(answer, { broadcast, sink, mid, videoLine }, offer.ice);
  }

  async restartIce(remote: SdpSession['remoteIce']): Promise<string> {
    const ice = await this.#sink.restartIce();
    this.remoteIce = remote;
    return writeFragment({ ice, candidates: this.#sink.local.candidates, mid: this.#mid });
  }

  /**
   * Lets the viewer have no better layer than it chose, and what its line carries of that.
   *
   * @throws {LiveError} layer-unknown
   */
  selectLayer(choice: LayerChoice): void {
    this.#broadcast.selectLayer(this.#sink, choice);
  }

  /** Asks the publisher for a key frame of what this viewer gets; without a picture there is none. */
  requestKeyFrame(): void {
    this.#sink.requestKeyFrame();
  }

  /** The viewer says goodbye. */
  end(): void {
    this.#sink.close();
  }

  onEnded(listener: (ending: Ending) => void): void {
    this.onClosed((reason) => listener({ why: LiveError.ended(reason) }));
  }

  onClosed(listener: (reason: CloseReason) => void): void {
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
