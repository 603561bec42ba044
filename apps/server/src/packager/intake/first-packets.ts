import type { MediaKind } from '@tallylight/protocol/sdp';
import { readRtpPacket } from '@tallylight/protocol/video';
import type { CopiedPacket } from '../../live/sfu.ts';
import type { StreamClock } from './stream-clock.ts';

/** A packet and when it came, in ms since 1970 by our clock. */
export type ArrivedPacket = { readonly packet: CopiedPacket; readonly arrivedMs: number };

/**
 * How long they wait at most, in ms: publishers that tell no capture times in packets send their first sender report
 * a second after they begin, and a segment is not whole before two.
 */
const patienceMs = 1_200;

/**
 * A publisher's first packets, which wait until each stream has told how its time relates to the publisher's clock:
 * by their arrival alone, pictures would lie as far from the sound as they take longer to be encoded.
 */
export class FirstPackets {
  readonly #missing: Set<MediaKind>;
  readonly #clocks = new Set<StreamClock>();
  readonly #packets: ArrivedPacket[] = [];

  /** @param kinds of the streams that are to come */
  constructor(kinds: readonly MediaKind[]) {
    this.#missing = new Set(kinds);
  }

  get isWaiting(): boolean {
    return this.#packets.length > 0;
  }

  push(packet: CopiedPacket, arrivedMs: number, clock: StreamClock): void {
    const { kind, rtp, captureMs } = packet;
    this.#packets.push({ packet, arrivedMs });
    this.#missing.delete(kind);
    this.#clocks.add(clock);
    const read = readRtpPacket(rtp);
    if (captureMs !== null && read !== null) clock.foretell(read.timestamp, captureMs, arrivedMs);
  }

  /** @returns those that came so far, where nothing is to be waited for any more; null otherwise */
  release(nowMs: number): readonly ArrivedPacket[] | null {
    const sinceMs = this.#packets[0]?.arrivedMs;
    if (sinceMs === undefined) return null;
    const isTold = this.#missing.size === 0 && [...this.#clocks].every((clock) => clock.isTold);
    return isTold || nowMs - sinceMs > patienceMs ? this.#packets : null;
  }
}
