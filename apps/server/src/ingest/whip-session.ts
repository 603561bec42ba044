import { randomInt } from 'node:crypto';
import {
  isMediaSection,
  type MediaSection,
  publishedRtp,
  readOffer,
  receivedTrack,
  SdpError,
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
import { LiveError } from '../live/live-error.ts';
import type { Source, SourceTrack } from '../live/sfu.ts';
import { supervise } from '../live/supervise.ts';

export type WhipSessionOptions = {
  readonly channel: string;
  /** The offer's text. */
  readonly offer: string;
  /** Whether a publisher who is on air is to make room. */
  readonly takeover: boolean;
  readonly broadcasts: Broadcasts;
  readonly clock: Clock;
  readonly log: Logger;
};

/** One publisher over WHIP (RFC 9725), from offer to end. */
export class WhipSession implements SdpSession {
  readonly answer: string;
  readonly #broadcast: Broadcast;
  readonly #source: Source;
  readonly #mid: string;
  remoteIce: SdpSession['remoteIce'];

  private constructor(
    answer: string,
    { broadcast, source, mid }: { broadcast: Broadcast; source: Source; mid: string },
    remoteIce: SdpSession['remoteIce'],
  ) {
    this.answer = answer;
    this.#broadcast = broadcast;
    this.#source = source;
    this.#mid = mid;
    this.remoteIce = remoteIce;
  }

  /**
   * Takes an offer, makes its publisher part of the channel's broadcast, and writes the answer.
   *
   * @throws {SdpError} the offer can't be taken
   * @throws {LiveError} already-live, too-many-pending, media-unavailable
   */
  static async open(options: WhipSessionOptions): Promise<WhipSession> {
    const { channel, broadcasts, clock, takeover } = options;
    // First: who asks in vain, and often, shall cost little.
    broadcasts.requireRoom(channel, { takeover });
    const offer = readOffer(options.offer);
    const sections = offer.sections.filter(isMediaSection);
    const offered = sections.map((section): SourceTrack => {
      requireSending(section);
      return { kind: section.kind, rtp: publishedRtp(section) };
    });

    const broadcast = broadcasts.forPublisher(channel);
    const source = await broadcast.publish({ peer: offer, tracks: offered, takeover });
    const log = options.log.child({ channel, broadcast: broadcast.id });
    const layers = source.layers.length;
    log.info({ tracks: offered.map(({ kind }) => kind), layers, takeover }, 'publisher connecting');
    supervise(source, { who: 'publisher', clock, log });
    reportFaults(source, log);

    const tracks = new Map(
      offered.map(({ rtp }, index) => [sections[index]?.mid ?? '', receivedTrack(rtp)]),
    );
    const answer = writeAnswer({
      offer,
      transport: source.local,
      tracks,
      sessionId: randomInt(2 ** 47),
    });
    const mid = transportMid({ offer, tracks });
    return new WhipSession(answer, { broadcast, source, mid }, offer.ice);
  }

  async restartIce(remote: SdpSession['remoteIce']): Promise<string> {
    const ice = await this.#source.restartIce();
    this.remoteIce = remote;
    return writeFragment({ ice, candidates: this.#source.local.candidates, mid: this.#mid });
  }

  /** The publisher says goodbye: if it is the one on air, the broadcast is over. */
  end(): void {
    this.#broadcast.leave(this.#source);
  }

  onEnded(listener: (ending: Ending) => void): void {
    const leave = (): void => this.end();
    this.#source.onClosed((reason) => listener({ why: LiveError.ended(reason), leave }));
  }
}

/** Tells the log what a publisher should change, each thing once. */
function reportFaults(source: Source, log: Logger): void {
  const told = new Set<string>();
  source.onChange(() => {
    for (const { code, detail, steps } of source.warnings) {
      if (told.has(code)) continue;
      told.add(code);
      log.warn({ code, detail, steps }, 'publisher should change its settings');
    }
  });
}

/** @throws {SdpError} direction: a publisher who sends nothing (RFC 9725, section 4.2) */
function requireSending({ kind, direction }: MediaSection): void {
  if (direction === 'sendonly' || direction === 'sendrecv') return;
  throw SdpError.direction(kind, direction, 'sendonly or sendrecv');
}
