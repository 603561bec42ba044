import { SequenceUnwrapper } from './sequence.ts';

/** How long a gap is waited for, and how often it is asked for. */
export type ReceiveWindowOptions = {
  /**
   * A packet that hasn't come this long after its gap was seen is lost, in milliseconds. Default
   * 500: longer repairs more over far paths and freezes longer where nothing repairs.
   */
  readonly patienceMs?: number;
  /** Milliseconds between two requests for the same packet. Default 100. */
  readonly askEveryMs?: number;
  /** A gap of more packets than this is a new beginning, not a loss to repair. Default 512. */
  readonly maximumGap?: number;
};

/** What a receive window has counted so far, in packets. */
export type ReceiveCounts = {
  /** Arrived, without duplicates. */
  received: number;
  /** Never arrived, though waited for. */
  lost: number;
  /** Arrived only because they were asked for: part of `received`. */
  repaired: number;
  /** Arrived again, or after they were given up. */
  useless: number;
};

/** Where packets go, in sequence: each that came, and the size of each hole that stays. */
export type ReceiveSink<Packet> = {
  packet(packet: Packet): void;
  hole(size: number): void;
};

type Missing = { sinceMs: number; askedAtMs: number };

/** Puts the packets of one RTP stream in order, knows which are missing and gives up in time. */
export class ReceiveWindow<Packet> {
  readonly counts: ReceiveCounts = { received: 0, lost: 0, repaired: 0, useless: 0 };
  readonly #sink: ReceiveSink<Packet>;
  readonly #patienceMs: number;
  readonly #askEveryMs: number;
  readonly #maximumGap: number;
  #unwrapper = new SequenceUnwrapper();
  readonly #held = new Map<number, Packet>();
  readonly #missing = new Map<number, Missing>();
  /** The sequence number that is handed on next. */
  #next: number | undefined;
  #highest = -1;

  constructor(sink: ReceiveSink<Packet>, options: ReceiveWindowOptions = {}) {
    this.#sink = sink;
    this.#patienceMs = options.patienceMs ?? 500;
    this.#askEveryMs = options.askEveryMs ?? 100;
    this.#maximumGap = options.maximumGap ?? 512;
  }

  /** Extended highest sequence number received (RFC 3550 section 6.4.1), modulo 2^32. */
  get highestSequence(): number {
    return this.#highest >>> 0;
  }

  /** Packets that should have come by now. */
  get expected(): number {
    return this.counts.received + this.counts.lost + this.#missing.size;
  }

  /** Takes a packet; `repair` says that it came as a retransmission (RFC 4588). */
  insert(sequence: number, packet: Packet, nowMs: number, repair = false): void {
    const at = this.#unwrapper.unwrap(sequence);
    if (this.#next === undefined) {
      this.#next = at;
      this.#highest = at - 1;
    }
    if (at > this.#highest) {
      if (at - this.#highest > this.#maximumGap) this.#startOver(at);
      for (let gap = this.#highest + 1; gap < at; gap++) {
        this.#missing.set(gap, { sinceMs: nowMs, askedAtMs: Number.NEGATIVE_INFINITY });
      }
      this.#highest = at;
    } else if (this.#missing.delete(at)) {
      if (repair) this.counts.repaired++;
    } else {
      this.counts.useless++;
      return;
    }
    this.counts.received++;
    this.#held.set(at, packet);
    this.#release();
  }

  /** Another source goes on in the place of this one, under sequence numbers of its own (RFC 3550, section 8.1). */
  restart(): void {
    this.counts.lost += this.#missing.size;
    this.#missing.clear();
    this.#release();
    this.#unwrapper = new SequenceUnwrapper();
    this.#next = undefined;
    this.#sink.hole(1);
  }

  /** Gives up what has been missing for too long, and hands on what waited behind it. */
  expire(nowMs: number): void {
    for (const [sequence, { sinceMs }] of this.#missing) {
      // Insertion order is age order, as gaps are only found going forward.
      if (nowMs - sinceMs < this.#patienceMs) break;
      this.#missing.delete(sequence);
      this.counts.lost++;
    }
    this.#release();
  }

  /** The missing packets to ask for now, as 16-bit sequence numbers (RFC 4585 section 6.2.1). */
  takeRequests(nowMs: number): number[] {
    const wanted: number[] = [];
    for (const [sequence, missing] of this.#missing) {
      if (nowMs - missing.askedAtMs < this.#askEveryMs) continue;
      missing.askedAtMs = nowMs;
      wanted.push(sequence & 0xffff);
    }
    return wanted;
  }

  #startOver(at: number): void {
    const jumped = at - this.#highest - 1;
    this.counts.lost += this.#missing.size + jumped;
    this.#missing.clear();
    this.#release();
    this.#sink.hole(jumped);
    this.#next = at;
    this.#highest = at - 1;
  }

  #release(): void {
    let hole = 0;
    for (let at = this.#next; at !== undefined && at <= this.#highest; at++) {
      const packet = this.#held.get(at);
      if (packet === undefined) {
        if (this.#missing.has(at)) break;
        hole++;
      } else {
        if (hole > 0) this.#sink.hole(hole);
        hole = 0;
        this.#held.delete(at);
        this.#sink.packet(packet);
      }
      this.#next = at + 1;
    }
    if (hole > 0) this.#sink.hole(hole);
  }
}
