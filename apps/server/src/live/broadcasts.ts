import { type BroadcastView, type StudioNews, troubleStages } from '@tallylight/contract';
import { Attendance } from './attendance.ts';
import { Broadcast } from './broadcast.ts';
import type { BroadcastState } from './broadcast-state.ts';
import type { Clock } from './clock.ts';
import { LiveError } from './live-error.ts';
import { Places } from './places.ts';
import type { Sfu, Source } from './sfu.ts';
import type { ViewerReport } from './troubles.ts';

export type BroadcastsOptions = {
  readonly sfu: Sfu;
  readonly clock: Clock;
  readonly graceMs: number;
  /** How many viewers of one address are counted by what they say; 0: any number. */
  readonly viewersPerAddress: number;
  /** Told of every change of every broadcast. */
  readonly onState?: (broadcast: Broadcast, state: BroadcastState) => void;
  /** Told when another publisher is on air in a broadcast, or nobody any more. */
  readonly onSource?: (broadcast: Broadcast, source: Source | null) => void;
};

const noNews: StudioNews = { wantedLayers: null, warnings: [], viewerTroubles: [] };

/** How many viewers are counted by what they say, on all channels; some 200 bytes of memory each. */
const mostViewers = 100_000;

/** The hub: which broadcast is on which channel. It knows no protocol; protocols know it. */
export class Broadcasts {
  readonly #options: BroadcastsOptions;
  /** The broadcast that is on, or the last that was seen; by channel. */
  readonly #byChannel = new Map<string, Broadcast>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #attendances = new Map<string, Attendance>();
  readonly #viewerPlaces: Places;
  readonly #reportPlaces: Places;

  constructor(options: BroadcastsOptions) {
    this.#options = options;
    const perAddress = options.viewersPerAddress;
    const places = {
      total: mostViewers,
      tooManyInAll: LiveError.tooManyViewers,
      tooManyFromAddress: LiveError.tooManyFromAddress,
    };
    this.#viewerPlaces = new Places({ ...places, perAddress });
    this.#reportPlaces = new Places({ ...places, perAddress: perAddress * troubleStages.length });
  }

  /**
   * Lets one more publisher try on this channel, or not; before its offer is read.
   *
   * @throws {LiveError} already-live without `takeover`; too-many-pending
   */
  requireRoom(channel: string, options: { readonly takeover: boolean }): void {
    this.#byChannel.get(channel)?.requireRoom(options);
  }

  /** The broadcast that a publisher on this channel joins: the one that waits for it, or a new one. */
  forPublisher(channel: string): Broadcast {
    const known = this.#byChannel.get(channel);
    if (known !== undefined && known.state.name !== 'ended') return known;
    const { sfu, clock, graceMs, onState, onSource } = this.#options;
    const broadcast: Broadcast = new Broadcast({
      channel,
      sfu,
      clock,
      graceMs,
      attendance: this.#attendance(channel),
      reportPlaces: this.#reportPlaces,
      onState: (state) => {
        // One that never showed anything leaves no trace.
        if (state.name === 'ended' && state.startedAtMs === null) this.#forget(broadcast, known);
        onState?.(broadcast, state);
      },
      onChange: () => this.#tell(channel),
      onSource: (source) => onSource?.(broadcast, source),
    });
    this.#byChannel.set(channel, broadcast);
    this.#tell(channel);
    return broadcast;
  }

  /** How long a broadcast waits for a publisher who was lost, in ms. */
  get graceMs(): number {
    return this.#options.graceMs;
  }

  /** The broadcast that a viewer may join. @throws {LiveError} channel-off-air */
  forViewer(channel: string): Broadcast {
    const broadcast = this.#byChannel.get(channel);
    if (broadcast === undefined || broadcast.state.name === 'ended')
      throw LiveError.offAir(channel);
    return broadcast;
  }

  /** What may be known of a channel's broadcast; null before the first. */
  view(channel: string): BroadcastView | null {
    return this.#byChannel.get(channel)?.view ?? null;
  }

  /** What the publishing side of a channel should know. */
  news(channel: string): StudioNews {
    return this.#byChannel.get(channel)?.news ?? noNews;
  }

  /**
   * A viewer of a channel says that it is there, be it on air or not.
   *
   * @throws {LiveError} too-many-requests
   */
  hear(channel: string, viewer: { readonly id: string; readonly address: string }): void {
    this.#attendance(channel).hear(viewer.id, viewer.address);
  }

  /** A viewer of a channel says that it leaves. */
  leave(channel: string, viewer: string): void {
    this.#attendances.get(channel)?.leave(viewer);
  }

  /**
   * A viewer says what is wrong with the broadcast that is on; without one there is nobody to be told.
   *
   * @returns the broadcast where it said so for the first time
   * @throws {LiveError} too-many-requests
   */
  report(channel: string, report: ViewerReport): Broadcast | null {
    const broadcast = this.#byChannel.get(channel);
    if (broadcast === undefined || broadcast.state.name === 'ended') return null;
    return broadcast.report(report) ? broadcast : null;
  }

  /** Calls back after every change of `view` or `news` of a channel; returns what undoes it. */
  subscribe(channel: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) {
        this.#listeners.delete(channel);
      }
    };
  }

  /** Ends them all. */
  close(): void {
    for (const broadcast of this.#byChannel.values()) broadcast.end();
    for (const attendance of this.#attendances.values()) attendance.close();
  }

  #attendance(channel: string): Attendance {
    const known = this.#attendances.get(channel);
    if (known !== undefined) return known;
    const attendance = new Attendance({
      clock: this.#options.clock,
      places: this.#viewerPlaces,
      onChange: () => this.#tell(channel),
    });
    this.#attendances.set(channel, attendance);
    return attendance;
  }

  #tell(channel: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener();
  }

  #forget(broadcast: Broadcast, before: Broadcast | undefined): void {
    if (this.#byChannel.get(broadcast.channel) !== broadcast) return;
    if (before === undefined) this.#byChannel.delete(broadcast.channel);
    else this.#byChannel.set(broadcast.channel, before);
  }
}
