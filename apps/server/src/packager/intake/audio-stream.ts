import { ReceiveWindow } from '@tallylight/protocol/rtp';
import { readRtpPacket } from '@tallylight/protocol/video';
import { opusDurationMs, silentPacket } from './opus-packet.ts';
import type { StreamClock } from './stream-clock.ts';

/** A packet of Opus on the capture clock. */
export type AudioPacket = {
  /** In ms since 1970 by the server's clock. */
  readonly captureMs: number;
  readonly durationMs: number;
  readonly data: Uint8Array;
};

type Packet = { readonly payload: Uint8Array; readonly captureMs: number };

/** How long a missing packet is waited for, in ms. */
const patienceMs = 100;

/**
 * How far a packet may lie behind the end of the one before, or before it, and still follow it, in ms. Silence is
 * made in pieces of 20 ms: half of one is what can't be put right.
 */
const tolerance = { behindMs: 12, beforeMs: 25 };

/** When sound that doesn't come is taken for silence, in ms after its capture: at the soonest, … */
const silenceAfterMs = 400;
/** … so much later than sound came of late, … */
const marginMs = 250;
/** … and at the latest. */
const longestDelayMs = 4_000;

/** Packets after which a delay that is no more is nearly forgotten. */
const memoryPackets = 250;

/**
 * The sound on its way in, made gapless: where packets are missing, or none come, there is silence; where there
 * are more than the clock has room for, one is left out.
 */
export class AudioStream {
  readonly #clock: StreamClock;
  readonly #onPacket: (packet: AudioPacket) => void;
  readonly #window: ReceiveWindow<Packet>;
  /** Where the next packet belongs, in ms since 1970; null before the first. */
  #nextMs: number | null = null;
  /** From capture to arrival, in ms: the longest of late. */
  #delayMs = 0;

  constructor(clock: StreamClock, onPacket: (packet: AudioPacket) => void) {
    this.#clock = clock;
    this.#onPacket = onPacket;
    this.#window = new ReceiveWindow<Packet>(
      { packet: (packet) => this.#take(packet), hole: () => undefined },
      { patienceMs },
    );
  }

  /** @param captureMs what the packet tells of its capture, by the publisher's clock */
  packet(rtp: Uint8Array, arrivedMs: number, captureMs: number | null): void {
    const packet = readRtpPacket(rtp);
    if (packet === null || packet.payload.length === 0) return;
    const capturedMs = this.#clock.capturedAt(packet.timestamp, arrivedMs, captureMs);
    this.#noteDelay(arrivedMs - capturedMs);
    this.#window.insert(
      packet.sequence,
      { payload: packet.payload, captureMs: capturedMs },
      arrivedMs,
    );
    this.#window.expire(arrivedMs);
  }

  /** Without a packet so far, it is silent from this time on. */
  begin(captureMs: number): void {
    this.#nextMs ??= captureMs;
  }

  /**
   * Time passes: packets that should have come by now will not.
   *
   * @param isSilence whether there is silence in their place
   */
  expire(nowMs: number, isSilence: boolean): void {
    this.#window.expire(nowMs);
    const waitMs = Math.min(longestDelayMs, this.#delayMs + marginMs);
    if (isSilence && this.#nextMs !== null) {
      this.#fillUntil(nowMs - Math.max(silenceAfterMs, waitMs));
    }
  }

  #noteDelay(delayMs: number): void {
    const share = delayMs > this.#delayMs ? 1 : 1 / memoryPackets;
    this.#delayMs += (delayMs - this.#delayMs) * share;
  }

  #take({ payload, captureMs }: Packet): void {
    this.#nextMs ??= captureMs;
    this.#fillUntil(captureMs - tolerance.behindMs);
    if (this.#nextMs - captureMs > tolerance.beforeMs) return;
    this.#give(payload, opusDurationMs(payload));
  }

  #fillUntil(untilMs: number): void {
    // After an hour of nothing an hour of silence would help nobody.
    if (this.#nextMs !== null && untilMs - this.#nextMs > longestSilenceMs) this.#nextMs = untilMs;
    while (this.#nextMs !== null && this.#nextMs < untilMs) {
      this.#give(silentPacket, opusDurationMs(silentPacket));
    }
  }

  #give(data: Uint8Array, durationMs: number): void {
    if (this.#nextMs === null || durationMs === 0) return;
    this.#onPacket({ captureMs: this.#nextMs, durationMs, data });
    this.#nextMs += durationMs;
  }
}

/** A pause beyond this is a jump, in ms. */
const longestSilenceMs = 10_000;
