import { SequenceUnwrapper } from '@tallylight/protocol/rtp';
import { feedbackFormat, frame, rtcpType, ssrcPair } from './rtcp.ts';

/** The header extension that numbers all packets of a transport. */
export const transportCcUri =
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** Receive deltas are told in steps of 250 us, the reference time in steps of 64 ms. */
const deltaStepMs = 0.25;
const referenceStepMs = 64;
/** Two-bit symbols of a status vector chunk (section 3.1.1 of the draft). */
const symbol = { missing: 0, smallDelta: 1, largeDelta: 2 } as const;
const symbolsPerChunk = 7;

/**
 * Remembers when packets arrived and writes the feedback that a sender's bandwidth estimation
 * lives on (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Without it a
 * congestion-controlled sender stays at its first guess and a simulcast viewer on its first layer.
 */
export class TransportCcRecorder {
  readonly #unwrapper = new SequenceUnwrapper();
  readonly #arrivals = new Map<number, number>();
  #base: number | undefined;
  #highest = -1;
  #feedbackCount = 0;

  /** A packet with this 16-bit transport sequence number came now, by a monotonic clock. */
  record(sequence: number, nowMs: number): void {
    const at = this.#unwrapper.unwrap(sequence);
    this.#base ??= at;
    // One that comes after its feedback went out stays reported as missing.
    if (at < this.#base) return;
    this.#arrivals.set(at, nowMs);
    this.#highest = Math.max(this.#highest, at);
  }

  /** The feedback packet for all that came since the last one; undefined when nothing did. */
  takeFeedback(ssrc: number, mediaSsrc: number): Buffer | undefined {
    const base = this.#base;
    if (base === undefined || this.#arrivals.size === 0) return undefined;
    const count = this.#highest - base + 1;
    const first = this.#arrivals.values().next().value ?? 0;
    const reference = Math.floor(first / referenceStepMs);
    const { symbols, deltas } = this.#describe(base, count, reference * referenceStepMs);

    const head = Buffer.alloc(8);
    head.writeUInt16BE(base & 0xffff, 0);
    head.writeUInt16BE(count, 2);
    head.writeUIntBE(reference & 0xff_ff_ff, 4, 3);
    head.writeUInt8(this.#feedbackCount++ & 0xff, 7);
    const content = Buffer.concat([ssrcPair(ssrc, mediaSsrc), head, writeChunks(symbols), deltas]);
    const padding = Buffer.alloc((4 - (content.length % 4)) % 4);
    const packet = frame(
      rtcpType.rtpfb,
      feedbackFormat.transportCc,
      Buffer.concat([content, padding]),
    );
    if (padding.length > 0) {
      // The padding bit, and the padding's size in its last byte (RFC 3550 section 6.4.1).
      packet[0] = (packet[0] ?? 0) | 0x20;
      packet[packet.length - 1] = padding.length;
    }
    this.#base = this.#highest + 1;
    this.#arrivals.clear();
    return packet;
  }

  #describe(base: number, count: number, referenceMs: number): Described {
    const symbols: number[] = [];
    const deltas = Buffer.alloc(count * 2);
    let size = 0;
    let previous = Math.round(referenceMs / deltaStepMs);
    for (let at = base; at < base + count; at++) {
      const arrival = this.#arrivals.get(at);
      if (arrival === undefined) {
        symbols.push(symbol.missing);
        continue;
      }
      const now = Math.round(arrival / deltaStepMs);
      const delta = Math.max(-32_768, Math.min(32_767, now - previous));
      previous = now;
      if (delta >= 0 && delta <= 255) {
        symbols.push(symbol.smallDelta);
        size = deltas.writeUInt8(delta, size);
      } else {
        symbols.push(symbol.largeDelta);
        size = deltas.writeInt16BE(delta, size);
      }
    }
    return { symbols, deltas: deltas.subarray(0, size) };
  }
}

type Described = { symbols: number[]; deltas: Buffer };

function writeChunks(symbols: readonly number[]): Buffer {
  const chunks = Buffer.alloc(Math.ceil(symbols.length / symbolsPerChunk) * 2);
  for (let chunk = 0; chunk * symbolsPerChunk < symbols.length; chunk++) {
    // Two set bits in front: a status vector, of two-bit symbols.
    let word = 0b11;
    for (let index = 0; index < symbolsPerChunk; index++) {
      word = (word << 2) | (symbols[chunk * symbolsPerChunk + index] ?? symbol.missing);
    }
    chunks.writeUInt16BE(word, chunk * 2);
  }
  return chunks;
}
