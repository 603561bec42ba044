import { randomInt } from 'node:crypto';
import { writeAbsCaptureTime } from '@tallylight/protocol/rtp';
import { RtpHeader } from 'werift';
import { writeSenderReport } from '../rtp/rtcp.ts';
import { extensionUri } from './header-extensions.ts';

/** Sends one packet on its way; returns its size in bytes. */
type SendPacket = (header: RtpHeader, payload: Buffer) => number;

/** What the answer settled for a stream. */
export type SendingStreamOptions = {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRate: number;
  /** Where retransmissions were agreed (RFC 4588). */
  readonly rtx?: { readonly ssrc: number; readonly payloadType: number };
  readonly mid: string;
  readonly rid?: string;
  /** Header extension numbers by URI. */
  readonly extensions: ReadonlyMap<string, number>;
  /** When timestamps wrap, in milliseconds of media after the first; null for any time. */
  readonly wrapsAfterMs: number | null;
  /** Counts all packets of the transport. */
  readonly nextTransportSequence: () => number;
  readonly send: SendPacket;
};

/** What a stream has sent so far. */
export type SendCounts = {
  packets: number;
  /** On the wire above UDP, retransmissions included. */
  bytes: number;
  retransmitted: number;
};

/** Packets kept for retransmission: at 1.5 Mbit/s this is about two seconds. */
const historySize = 512;

type Sent = { header: RtpHeader; payload: Buffer };

/** One RTP stream on its way out: numbers, header extensions, retransmissions, sender reports. */
export class SendingStream {
  readonly ssrc: number;
  readonly counts: SendCounts = { packets: 0, bytes: 0, retransmitted: 0 };
  readonly #options: SendingStreamOptions;
  readonly #history: (Sent | undefined)[] = new Array(historySize).fill(undefined);
  #sequence = randomInt(2 ** 15);
  #rtxSequence = randomInt(2 ** 15);
  #firstTimestamp: number;
  #octets = 0;
  /** The first frame's moment on both clocks, which don't drift apart as one paces the other. */
  #reference: { wallClockMs: number; timestamp: number } | undefined;

  constructor(options: SendingStreamOptions) {
    this.ssrc = options.ssrc;
    this.#options = options;
    const { wrapsAfterMs, clockRate } = options;
    this.#firstTimestamp =
      wrapsAfterMs === null
        ? randomInt(2 ** 32)
        : 2 ** 32 - Math.round((wrapsAfterMs / 1000) * clockRate);
  }

  /** Counts timestamps anew from somewhere, from the next frame on. */
  restartTimestamps(): void {
    this.#firstTimestamp = randomInt(2 ** 32);
    this.#reference = undefined;
  }

  /**
   * Sends the payloads of one frame, the marker on the last. `mediaTimeMs` is the frame's place on
   * the stream's clock, from any zero; `captureMs` the wall clock of its capture.
   */
  sendFrame(payloads: readonly Buffer[], mediaTimeMs: number, captureMs: number): void {
    const ticks = Math.round((mediaTimeMs / 1000) * this.#options.clockRate);
    const timestamp = (this.#firstTimestamp + ticks) >>> 0;
    this.#reference ??= { wallClockMs: captureMs, timestamp };
    payloads.forEach((payload, index) => {
      const header = new RtpHeader({
        payloadType: this.#options.payloadType,
        sequenceNumber: this.#sequence,
        timestamp,
        ssrc: this.ssrc,
        marker: index === payloads.length - 1,
        extension: true,
      });
      this.#extend(header, index === 0 ? captureMs : undefined);
      this.#history[this.#sequence % historySize] = { header, payload };
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.counts.packets++;
      this.#octets += payload.length;
      this.counts.bytes += this.#options.send(header, payload);
    });
  }

  /** Sends the packets with these sequence numbers again, where they are still kept. */
  retransmit(sequences: readonly number[]): void {
    for (const sequence of sequences) {
      const sent = this.#history[sequence % historySize];
      if (sent?.header.sequenceNumber !== sequence) continue;
      this.counts.retransmitted++;
      this.counts.bytes += this.#sendAgain(sent);
    }
  }

  /** The compound packet that tells how the stream's clock and the wall clock meet (RFC 3550 6.4.1). */
  senderReport(cname: string, nowMs: number): Buffer | undefined {
    if (this.#reference === undefined) return undefined;
    const { wallClockMs, timestamp } = this.#reference;
    const since = ((nowMs - wallClockMs) / 1000) * this.#options.clockRate;
    const report = {
      ssrc: this.ssrc,
      wallClockMs: nowMs,
      rtpTimestamp: (timestamp + Math.round(since)) >>> 0,
      packets: this.counts.packets,
      octets: this.#octets,
    };
    return writeSenderReport(report, cname);
  }

  #sendAgain({ header, payload }: Sent): number {
    const { rtx } = this.#options;
    if (rtx === undefined) return this.#options.send(header, payload);
    // The original sequence number leads the payload (RFC 4588 section 4).
    const original = Buffer.allocUnsafe(2);
    original.writeUInt16BE(header.sequenceNumber);
    const repair = new RtpHeader({
      payloadType: rtx.payloadType,
      sequenceNumber: this.#rtxSequence,
      timestamp: header.timestamp,
      ssrc: rtx.ssrc,
      marker: header.marker,
      extension: true,
    });
    this.#rtxSequence = (this.#rtxSequence + 1) & 0xffff;
    this.#extend(repair, undefined, true);
    return this.#options.send(repair, Buffer.concat([original, payload]));
  }

  #extend(header: RtpHeader, captureMs: number | undefined, isRepair = false): void {
    const { extensions, mid, rid } = this.#options;
    const add = (uri: string, payload: () => Buffer): void => {
      const id = extensions.get(uri);
      if (id !== undefined) header.extensions.push({ id, payload: payload() });
    };
    add(extensionUri.mid, () => Buffer.from(mid));
    if (rid !== undefined) {
      add(isRepair ? extensionUri.repairedRid : extensionUri.rid, () => Buffer.from(rid));
    }
    add(extensionUri.transportCc, () => {
      const sequence = Buffer.allocUnsafe(2);
      sequence.writeUInt16BE(this.#options.nextTransportSequence());
      return sequence;
    });
    if (captureMs !== undefined) {
      add(extensionUri.absCaptureTime, () => Buffer.from(writeAbsCaptureTime(captureMs)));
    }
    header.extension = header.extensions.length > 0;
  }
}
