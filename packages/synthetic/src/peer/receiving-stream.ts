import {
  type ReceiveCounts,
  type ReceiveSink,
  ReceiveWindow,
  type ReceiveWindowOptions,
} from '@tallylight/protocol/rtp';
import type { ReceptionReport } from '../rtp/rtcp.ts';

/** A media packet after its headers are read. */
export type ReceivedPacket = {
  payload: Buffer;
  timestamp: number;
  marker: boolean;
  /** By `performance.now()`. */
  arrivedAtMs: number;
  /** The wall clock of capture in Unix milliseconds, where the packet tells it. */
  captureMs: number | undefined;
};

/** One RTP stream on its way in: order, loss, jitter, and what receiver reports say about it. */
export class ReceivingStream {
  readonly #clockRate: number;
  readonly #window: ReceiveWindow<ReceivedPacket>;
  /** RTP payload and header bytes, retransmissions included. */
  bytes = 0;
  #ssrc: number | undefined;
  #jitter = 0;
  #lastTransit: number | undefined;
  #senderReport: { ntp: number; atMs: number } | undefined;
  #reported = { expected: 0, received: 0 };

  constructor(
    clockRate: number,
    sink: ReceiveSink<ReceivedPacket>,
    options: ReceiveWindowOptions = {},
  ) {
    this.#clockRate = clockRate;
    this.#window = new ReceiveWindow(sink, options);
  }

  /** The source, once a packet has come. */
  get ssrc(): number | undefined {
    return this.#ssrc;
  }

  get counts(): Readonly<ReceiveCounts> {
    return this.#window.counts;
  }

  /** Interarrival jitter (RFC 3550 section 6.4.1), in milliseconds. */
  get jitterMs(): number {
    return (this.#jitter / this.#clockRate) * 1000;
  }

  insert(ssrc: number, sequence: number, packet: ReceivedPacket): void {
    if (this.#ssrc !== ssrc) this.#follow(ssrc);
    this.#measureJitter(packet);
    this.#window.insert(sequence, packet, packet.arrivedAtMs);
  }

  /** A packet that came by retransmission, with its own sequence number restored. */
  insertRepair(sequence: number, packet: ReceivedPacket): void {
    this.#window.insert(sequence, packet, packet.arrivedAtMs, true);
  }

  /** A sender report with this compact NTP time came. */
  noteSenderReport(ntp: number, nowMs: number): void {
    this.#senderReport = { ntp, atMs: nowMs };
  }

  /** Gives up old gaps; returns the packets to ask for. */
  maintain(nowMs: number): number[] {
    this.#window.expire(nowMs);
    return this.#window.takeRequests(nowMs);
  }

  /** The next receiver report's block, or undefined before the first packet. */
  report(nowMs: number): ReceptionReport | undefined {
    if (this.#ssrc === undefined) return undefined;
    const { expected, counts, highestSequence } = this.#window;
    const expectedSince = expected - this.#reported.expected;
    const receivedSince = counts.received - this.#reported.received;
    this.#reported = { expected, received: counts.received };
    const fraction = expectedSince <= 0 ? 0 : 1 - receivedSince / expectedSince;
    return {
      ssrc: this.#ssrc,
      fractionLost: Math.max(0, Math.min(255, Math.floor(fraction * 256))),
      lost: counts.lost,
      highestSequence,
      jitter: Math.round(this.#jitter),
      lastReport: this.#senderReport?.ntp ?? 0,
      sinceLastReportMs: this.#senderReport === undefined ? 0 : nowMs - this.#senderReport.atMs,
    };
  }

  /** Where the answer names no sources, another one may come at any time: another publisher, say. */
  #follow(ssrc: number): void {
    if (this.#ssrc !== undefined) this.#window.restart();
    this.#ssrc = ssrc;
    this.#lastTransit = undefined;
    this.#senderReport = undefined;
  }

  /** RFC 3550 appendix A.8. */
  #measureJitter({ timestamp, arrivedAtMs }: ReceivedPacket): void {
    const arrival = Math.round((arrivedAtMs / 1000) * this.#clockRate);
    const transit = (arrival - timestamp) | 0;
    if (this.#lastTransit !== undefined) {
      const difference = Math.abs((transit - this.#lastTransit) | 0);
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#lastTransit = transit;
  }
}
