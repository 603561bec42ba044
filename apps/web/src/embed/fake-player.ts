import type { PlayerSnapshot } from '@tallylight/player';
import { Listeners } from '@tallylight/webrtc';
import { snapshotOf } from '../watch/fake-snapshot.ts';
import type { TurnedPlayer } from './embed-control.ts';

/** A player as the control sees it; a browser that forbids it blocks sound or all of it. */
export class FakePlayer implements TurnedPlayer {
  readonly calls: string[] = [];
  latencyMs: number | null = null;
  blocks: 'nothing' | 'sound' | 'all' = 'nothing';
  readonly #listeners = new Listeners();
  readonly #latencyListeners = new Listeners();
  #snapshot = snapshotOf({ state: { name: 'idle' }, media: null, viewers: null });

  readonly subscribe = this.#listeners.add;
  readonly subscribeLatency = this.#latencyListeners.add;
  readonly getSnapshot = (): PlayerSnapshot => this.#snapshot;
  readonly getLatencyMs = (): number | null => this.latencyMs;

  become(facts: Partial<PlayerSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...facts };
    this.#listeners.notify();
  }

  measure(latencyMs: number): void {
    this.latencyMs = latencyMs;
    this.#latencyListeners.notify();
  }

  async play(): Promise<void> {
    this.calls.push('play');
    this.become({ isPaused: false, playBlocked: this.blocks === 'all' });
  }

  pause(): void {
    this.become({ isPaused: true });
  }

  toLive(): void {
    this.calls.push('live');
  }

  setVolume(volume: number): void {
    this.become({ volume });
  }

  retry(): void {
    this.calls.push('retry');
  }

  mute(): void {
    this.become({ muted: true });
  }

  async unmute(): Promise<void> {
    const isBlocked = this.blocks !== 'nothing';
    this.become({ muted: isBlocked, soundBlocked: isBlocked });
  }
}
