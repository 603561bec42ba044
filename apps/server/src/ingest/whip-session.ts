import { randomInt } from 'node:crypto';
import {
  isMediaSection,
  type MediaSection,
  publishedRtp,
  readOffer,
  receivedTrack,
  SdpError,
  writeAnswer,
} from '@tallylight/protocol/sdp';
import type { Logger } from 'pino';
import type { Broadcast } from '../live/broadcast.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import type { Clock } from '../live/clock.ts';
import type { Source, SourceTrack } from '../live/sfu.ts';
import { supervise } from '../live/supervise.ts';

export type WhipSessionOptions = {
  readonly channel: string;
  /** The offer's text. */
  readonly offer: string;
  readonly broadcasts: Broadcasts;
  readonly clock: Clock;
  readonly log: Logger;
};

/** One publisher over WHIP (RFC 9725), from offer to end. */
export class WhipSession {
  readonly answer: string;
  readonly #broadcast: Broadcast;
  readonly #source: Source;

  private constructor(answer: string, broadcast: Broadcast, source: Source) {
    this.answer = answer;
    this.#broadcast = broadcast;
    this.#source = source;
  }

  /**
   * Takes an offer, makes its publisher part of the channel's broadcast, and writes the answer.
   *
   * @throws {SdpError} the offer can't be taken
   * @throws {LiveError} channel-busy, media-unavailable
   */
  static async open(options: WhipSessionOptions): Promise<WhipSession> {
    const { channel, broadcasts, clock } = options;
    const offer = readOffer(options.offer);
    const sections = offer.sections.filter(isMediaSection);
    const tracks = sections.map((section): SourceTrack => {
      requireSending(section);
      return { kind: section.kind, rtp: publishedRtp(section) };
    });

    const broadcast = broadcasts.forPublisher(channel);
    const source = await broadcast.publish({ peer: offer, tracks });
    const log = options.log.child({ channel, broadcast: broadcast.id });
    const layers = tracks.find(({ kind }) => kind === 'video')?.rtp.encodings.length ?? 0;
    log.info({ tracks: tracks.map(({ kind }) => kind), layers }, 'publisher connecting');

    supervise(source, { who: 'publisher', clock, log });

    const answer = writeAnswer({
      offer,
      transport: source.local,
      tracks: new Map(
        tracks.map(({ rtp }, index) => [sections[index]?.mid ?? '', receivedTrack(rtp)]),
      ),
      sessionId: randomInt(2 ** 47),
    });
    return new WhipSession(answer, broadcast, source);
  }

  /** The publisher says goodbye: the broadcast is over. */
  end(): void {
    this.#broadcast.end();
  }

  /** Calls back once, however the session ended. */
  onEnded(listener: () => void): void {
    this.#source.onClosed(listener);
  }
}

/** @throws {SdpError} direction: a publisher who sends nothing (RFC 9725, section 4.2) */
function requireSending({ kind, direction }: MediaSection): void {
  if (direction === 'sendonly' || direction === 'sendrecv') return;
  throw SdpError.direction(kind, direction, 'sendonly or sendrecv');
}
