import { randomUUID } from 'node:crypto';
import type { BroadcastView } from '@tallylight/contract';
import type { PlaybackTrack } from '@tallylight/protocol/sdp';
import { type BroadcastEvent, type BroadcastState, transition } from './broadcast-state.ts';
import type { Clock } from './clock.ts';
import { awaitKeyFrame } from './key-frames.ts';
import { LiveError } from './live-error.ts';
import type { RemotePeer, Sfu, Sink, Source, SourceTrack } from './sfu.ts';

export type BroadcastOptions = {
  readonly channel: string;
  readonly sfu: Sfu;
  readonly clock: Clock;
  /** How long it waits for a publisher who was lost, in ms. */
  readonly graceMs: number;
  /** Called after every change of state. */
  readonly onState: (state: BroadcastState) => void;
};

/** One time on air: it outlives its publisher's connection, and holds what viewers share. */
export class Broadcast {
  readonly id = randomUUID();
  readonly channel: string;
  readonly #options: BroadcastOptions;
  readonly #sinks = new Set<Sink>();
  #state: BroadcastState = { name: 'publishing' };
  /** `opening` holds the place while the SFU makes the connection. */
  #source: Source | 'opening' | null = null;
  #captureClockOffsetMs: number | null = null;
  #viewers = 0;
  #cancelGrace: (() => void) | undefined;

  constructor(options: BroadcastOptions) {
    this.channel = options.channel;
    this.#options = options;
  }

  get state(): BroadcastState {
    return this.#state;
  }

  get view(): BroadcastView {
    const state = this.#state;
    return {
      id: this.id,
      state: state.name,
      startedAtMs: 'startedAtMs' in state ? state.startedAtMs : null,
      endedAtMs: 'endedAtMs' in state ? state.endedAtMs : null,
      viewers: this.#viewers,
      captureClockOffsetMs: this.#captureClockOffsetMs,
    };
  }

  /**
   * Takes a publisher on, the first or one who returns.
   *
   * @throws {LiveError} channel-busy while another holds the place; media-unavailable
   */
  async publish(options: { peer: RemotePeer; tracks: readonly SourceTrack[] }): Promise<Source> {
    if (this.#source !== null) throw LiveError.channelBusy(this.channel);
    this.#source = 'opening';
    this.#cancelGrace?.();
    try {
      const source = await this.#options.sfu.publish(options);
      this.#source = source;
      source.onMedia(() => this.#apply({ type: 'media', atMs: this.#now() }));
      source.onClosed(() => this.#lose());
      return source;
    } catch (error) {
      this.#lose();
      throw error;
    }
  }

  /** The tracks on air. @throws {LiveError} channel-off-air */
  get tracks(): readonly SourceTrack[] {
    return this.#onAir().tracks;
  }

  /**
   * Lets a viewer in.
   *
   * @throws {LiveError} channel-off-air, media-unavailable
   */
  async watch(options: { peer: RemotePeer; tracks: readonly PlaybackTrack[] }): Promise<Sink> {
    const sink = await this.#options.sfu.watch({ source: this.#onAir(), ...options });
    this.#sinks.add(sink);
    let counted = false;
    sink.onConnected(() => {
      counted = true;
      this.#viewers += 1;
    });
    sink.onClosed(() => {
      this.#sinks.delete(sink);
      if (counted) this.#viewers -= 1;
    });
    awaitKeyFrame(sink, this.#options.clock);
    return sink;
  }

  /** The publisher says by how much its clock differs from ours, in ms to add. */
  setCaptureClock(offsetMs: number): void {
    this.#captureClockOffsetMs = offsetMs;
  }

  /** The publisher says goodbye: nobody waits for its return. */
  end(): void {
    this.#cancelGrace?.();
    this.#apply({ type: 'end', atMs: this.#now() });
    this.#closeAll();
  }

  #onAir(): Source {
    const source = this.#source;
    if (this.#state.name !== 'live' || source === null || source === 'opening') {
      throw LiveError.offAir(this.channel);
    }
    return source;
  }

  #lose(): void {
    this.#source = null;
    this.#captureClockOffsetMs = null;
    for (const sink of this.#sinks) sink.close();
    this.#apply({ type: 'lost', atMs: this.#now() });
    if (this.#state.name !== 'interrupted') return;
    this.#cancelGrace = this.#options.clock.after(this.#options.graceMs, () => this.end());
  }

  #apply(event: BroadcastEvent): void {
    const before = this.#state;
    this.#state = transition(before, event);
    if (this.#state !== before) this.#options.onState(this.#state);
  }

  #closeAll(): void {
    if (this.#source !== null && this.#source !== 'opening') this.#source.close();
    for (const sink of this.#sinks) sink.close();
  }

  #now(): number {
    return this.#options.clock.now();
  }
}
