import { randomUUID } from 'node:crypto';
import type { BroadcastView, PackagingView, StudioNews } from '@tallylight/contract';
import type { PlaybackTrack } from '@tallylight/protocol/sdp';
import type { Attendance } from './attendance.ts';
import { Audience } from './audience.ts';
import { type BroadcastEvent, type BroadcastState, transition } from './broadcast-state.ts';
import { Candidates } from './candidates.ts';
import type { Clock } from './clock.ts';
import { type LayerChoice, topLayer } from './layer-choice.ts';
import { LiveError } from './live-error.ts';
import type { Places } from './places.ts';
import type { RemotePeer, Sfu, Sink, Source, SourceTrack, Stage } from './sfu.ts';
import { Troubles, type ViewerReport } from './troubles.ts';

export type BroadcastOptions = {
  readonly channel: string;
  readonly sfu: Sfu;
  readonly clock: Clock;
  /** How long it waits for a publisher who was lost, in ms. */
  readonly graceMs: number;
  /** Who is there on the channel. */
  readonly attendance: Attendance;
  /** Where reports of viewers find room. */
  readonly reportPlaces: Places;
  /** Called after every change of state. */
  readonly onState: (state: BroadcastState) => void;
  /** Called after every change of the view or the news. */
  readonly onChange: () => void;
  /** Called when another publisher is on air, or nobody any more. */
  readonly onSource: (source: Source | null) => void;
};

/** One time on air: it outlives its publisher's connection, and holds what viewers share. */
export class Broadcast {
  readonly id = randomUUID();
  readonly channel: string;
  readonly #options: BroadcastOptions;
  readonly #candidates: Candidates;
  readonly #audience: Audience;
  readonly #troubles: Troubles;
  #state: BroadcastState = { name: 'publishing' };
  #stage: Promise<Stage> | null = null;
  #onAir: Source | null = null;
  /** Who was on air last and is waited for. */
  #awaited: Source | null = null;
  /** What the publisher has said of its clock, and when. */
  #captureClock: { readonly offsetMs: number; readonly toldAtMs: number } | null = null;
  #packaging: PackagingView | null = null;
  #cancelGrace: (() => void) | undefined;

  constructor(options: BroadcastOptions) {
    this.channel = options.channel;
    this.#options = options;
    this.#candidates = new Candidates(options.clock);
    this.#audience = new Audience(options);
    this.#troubles = new Troubles({ ...options, places: options.reportPlaces });
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
      // Who is there afterwards watches nothing.
      viewers: state.name === 'ended' ? 0 : this.#options.attendance.size,
      captureClockOffsetMs: this.captureClockOffsetMs,
      layers: [...(this.#onAir?.layers ?? [])],
      packaging: this.#packaging,
    };
  }

  /** What to add to the publisher's clock to get ours, in ms; null while it hasn't told. */
  get captureClockOffsetMs(): number | null {
    return this.#captureClock?.offsetMs ?? null;
  }

  /** What the publishing side should know. */
  get news(): StudioNews {
    const layers = this.#onAir?.layers ?? [];
    const wanted = layers.slice(0, this.#audience.wantedLayers).map(({ id }) => id);
    return {
      wantedLayers: layers.length > 1 ? wanted : null,
      warnings: [...(this.#onAir?.warnings ?? [])],
      viewerTroubles: this.#troubles.list,
    };
  }

  /** Lets one more publisher try, or not. @throws {LiveError} already-live without `takeover`; too-many-pending */
  requireRoom({ takeover }: { readonly takeover: boolean }): void {
    if (this.#onAir !== null && !takeover) throw LiveError.alreadyLive(this.channel);
    this.#candidates.requireRoom(this.channel);
  }

  /**
   * Takes a publisher on: the first, one who returns, or one who takes over. It is on air when it has media;
   * until then nothing changes for anybody.
   *
   * @throws {LiveError} already-live without `takeover` while somebody is; too-many-pending; media-unavailable
   */
  async publish(options: {
    peer: RemotePeer;
    tracks: readonly SourceTrack[];
    takeover: boolean;
  }): Promise<Source> {
    const { takeover, ...offered } = options;
    this.requireRoom({ takeover });
    const connect = async (): Promise<Source> => (await this.#openStage()).publish(offered);
    const sinceMs = this.#now();
    const admitted = this.#candidates.admit(connect, {
      onMedia: (source) => this.#goOnAir(source, { takeover, sinceMs }),
      onGone: () => this.#giveUp(),
    });
    this.#cancelGrace?.();
    return admitted;
  }

  /** The tracks on air. @throws {LiveError} channel-off-air */
  get tracks(): readonly SourceTrack[] {
    return this.#requireOnAir().tracks;
  }

  /**
   * Lets a viewer in.
   *
   * @param options.viewer what its page calls itself; null where it says nothing
   * @throws {LiveError} channel-off-air, media-unavailable
   */
  async watch(options: {
    peer: RemotePeer;
    tracks: readonly PlaybackTrack[];
    viewer: string | null;
  }): Promise<Sink> {
    const { viewer, ...offered } = options;
    this.#requireOnAir();
    const stage = await this.#openStage();
    const sink = await stage.watch(offered);
    this.#audience.add(sink, viewer);
    return sink;
  }

  /**
   * Lets a viewer have no better layer than it chose.
   *
   * @throws {LiveError} layer-unknown
   */
  selectLayer(sink: Sink, choice: LayerChoice): void {
    sink.setTopLayer(topLayer(this.#onAir?.layers ?? [], choice));
    this.#audience.judgeLayers();
  }

  /** The publisher says by how much its clock differs from ours, in ms to add. */
  setCaptureClock(offsetMs: number): void {
    this.#captureClock = { offsetMs, toldAtMs: this.#now() };
    this.#options.onChange();
  }

  /**
   * A viewer says what is wrong.
   *
   * @returns whether it said so for the first time
   * @throws {LiveError} too-many-requests
   */
  report(report: ViewerReport): boolean {
    return this.#troubles.add(report);
  }

  /** What the packager makes of it. */
  setPackaging(packaging: PackagingView): void {
    this.#packaging = packaging;
    this.#options.onChange();
  }

  /** Has all layers flow, whatever viewers take, until what is returned is called. */
  takeAllLayers(): () => void {
    return this.#audience.takeAllLayers();
  }

  /** A publisher says goodbye: if it was the one on air, nobody waits for its return, or any longer. */
  leave(source: Source): void {
    const isLast = source === this.#awaited && this.#candidates.size === 0;
    if (source === this.#onAir || isLast) this.end();
    else source.close();
  }

  end(): void {
    this.#cancelGrace?.();
    if (this.#onAir !== null) this.#options.onSource(null);
    this.#onAir = null;
    this.#awaited = null;
    this.#troubles.close();
    this.#apply({ type: 'end', atMs: this.#now() });
    this.#candidates.close();
    this.#audience.close();
    // A stage that could not be opened has nothing to close.
    this.#stage?.then((stage) => stage.close()).catch(() => undefined);
    this.#stage = null;
  }

  async #openStage(): Promise<Stage> {
    // One whose worker died is gone with all its connections.
    const known = await this.#stage?.catch(() => null);
    if (known !== null && known !== undefined && !known.isClosed) return known;
    this.#stage = this.#options.sfu.openStage();
    return this.#stage;
  }

  /** @param options.sinceMs when it was taken on, in ms */
  #goOnAir(source: Source, { takeover, sinceMs }: { takeover: boolean; sinceMs: number }): void {
    const before = this.#onAir;
    // Two were on their way while nobody was on air: the first one stays.
    if (before !== null && !takeover) {
      source.close('replaced');
      return;
    }
    this.#cancelGrace?.();
    // What was told before is of another publisher's clock.
    if (this.#captureClock !== null && this.#captureClock.toldAtMs < sinceMs) {
      this.#captureClock = null;
    }
    this.#onAir = source;
    this.#awaited = null;
    source.onClosed(() => this.#lose(source));
    source.onChange(() => this.#options.onChange());
    void this.#show(source, before);
  }

  async #show(source: Source, before: Source | null): Promise<void> {
    try {
      const stage = await this.#openStage();
      await stage.show(source);
    } catch {
      // It went while it was being shown, and is lost like any other.
      source.close('silent');
      return;
    }
    before?.close('replaced');
    if (this.#onAir !== source) return;
    this.#audience.judgeLayers();
    this.#apply({ type: 'media', atMs: this.#now() });
    this.#options.onSource(source);
    this.#options.onChange();
  }

  #requireOnAir(): Source {
    if (this.#state.name !== 'live' || this.#onAir === null) throw LiveError.offAir(this.channel);
    return this.#onAir;
  }

  /** A publisher never came to air. */
  #giveUp(): void {
    if (this.#candidates.size > 0 || this.#onAir !== null) return;
    this.#wait();
  }

  #lose(source: Source): void {
    if (source !== this.#onAir) return;
    this.#onAir = null;
    this.#options.onSource(null);
    this.#awaited = source;
    this.#captureClock = null;
    this.#wait();
  }

  #wait(): void {
    this.#apply({ type: 'lost', atMs: this.#now() });
    this.#options.onChange();
    if (this.#state.name === 'ended') this.end();
    if (this.#state.name !== 'interrupted' || this.#candidates.size > 0) return;
    this.#cancelGrace?.();
    this.#cancelGrace = this.#options.clock.after(this.#options.graceMs, () => this.end());
  }

  #apply(event: BroadcastEvent): void {
    const before = this.#state;
    this.#state = transition(before, event);
    if (this.#state === before) return;
    this.#options.onState(this.#state);
    this.#options.onChange();
  }

  #now(): number {
    return this.#options.clock.now();
  }
}
