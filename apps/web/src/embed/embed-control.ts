import type { EmbedCommand, EmbedPlayerState } from '@tallylight/contract';
import type { Player } from '@tallylight/player';
import { Listeners } from '@tallylight/webrtc';
import type { CommandFault } from './host-message.ts';

/** As much of a player as is turned from outside. */
export type TurnedPlayer = Pick<
  Player,
  | 'getSnapshot'
  | 'subscribe'
  | 'getLatencyMs'
  | 'subscribeLatency'
  | 'play'
  | 'pause'
  | 'toLive'
  | 'retry'
  | 'mute'
  | 'unmute'
  | 'setVolume'
>;

/** What an embedded player is and does, for whoever is not its viewer. */
export class EmbedControl {
  readonly #player: TurnedPlayer;
  readonly #listeners = new Listeners();
  #isStarted: boolean;
  #isUnknown = false;
  #viewers: number | null = null;

  /** @param autoplay whether it starts without being asked */
  constructor(player: TurnedPlayer, { autoplay }: { readonly autoplay: boolean }) {
    this.#player = player;
    this.#isStarted = autoplay;
  }

  /** Calls `listener` whenever what getState() or isStarted() tell may have changed; returns what undoes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const undo = [
      this.#listeners.add(listener),
      this.#player.subscribe(listener),
      this.#player.subscribeLatency(listener),
    ];
    return () => {
      for (const one of undo) one();
    };
  };

  readonly isStarted = (): boolean => this.#isStarted;

  getState(): EmbedPlayerState {
    const { state, via, muted, volume, isPaused, viewers } = this.#player.getSnapshot();
    return {
      state: this.#stateName(state.name),
      via,
      muted,
      volume,
      paused: !this.#isLive || isPaused,
      viewers: viewers ?? this.#viewers,
      latencyMs: this.#player.getLatencyMs(),
    };
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#listeners.notify();
  }

  /** What the server tells of the channel; viewers are null while not known. */
  learn(channel: { readonly isUnknown: boolean; readonly viewers: number | null }): void {
    this.#isUnknown = channel.isUnknown;
    this.#viewers = channel.viewers;
    this.#listeners.notify();
  }

  /** Does what is asked; the fault where it can't be done. Never rejects. */
  async execute(command: EmbedCommand): Promise<CommandFault | null> {
    if (command.command === 'getState') return null;
    if (this.#isUnknown) return faults.unknown;
    switch (command.command) {
      case 'play':
        return this.#play();
      case 'live':
        if (this.#isLive) this.#player.toLive();
        return this.#play();
      case 'pause':
        return this.#pause();
      case 'mute':
        this.#player.mute();
        return null;
      case 'unmute':
        return this.#unmute();
      case 'setVolume':
        this.#player.setVolume(command.value);
        return null;
    }
  }

  #stateName(name: ReturnType<Player['getState']>['name']): EmbedPlayerState['state'] {
    if (this.#isUnknown) return 'unknown';
    if (!this.#isStarted) return 'idle';
    return name === 'idle' ? 'connecting' : name;
  }

  get #isLive(): boolean {
    return this.#isStarted && this.#player.getSnapshot().state.name === 'live';
  }

  async #play(): Promise<CommandFault | null> {
    if (!this.#isStarted) this.start();
    else if (this.#player.getSnapshot().state.name === 'failed') this.#player.retry();
    // What is not live starts by itself as soon as it is; the browser answers only where there is a picture.
    if (!this.#isLive) return null;
    await this.#player.play();
    return this.#player.getSnapshot().playBlocked ? faults.playBlocked : null;
  }

  #pause(): CommandFault | null {
    if (!this.#isLive) return faults.noPicture;
    this.#player.pause();
    return null;
  }

  async #unmute(): Promise<CommandFault | null> {
    const unmuted = this.#player.unmute();
    if (!this.#isLive) return null;
    await unmuted;
    return this.#player.getSnapshot().soundBlocked ? faults.soundBlocked : null;
  }
}

const faults = {
  unknown: { code: 'channel_unknown', detail: 'There is no such channel.' },
  noPicture: {
    code: 'no_picture',
    detail: 'There is no picture to pause: that takes the state "live".',
  },
  playBlocked: {
    code: 'blocked',
    detail: 'The browser plays nothing before the viewer has touched the player.',
  },
  soundBlocked: {
    code: 'blocked',
    detail: 'The browser gives no sound before the viewer has touched the player.',
  },
} as const satisfies Record<string, CommandFault>;
