import type { ClockReading, SessionEnvironment } from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import type { HlsOptions } from './hls/hls-engine.ts';
import type { TroubleStage } from './trouble.ts';
import type { Via } from './via.ts';

/** What a player is made with. */
export type PlayerOptions = {
  readonly environment: SessionEnvironment;
  /** The WHEP endpoint of the channel. */
  readonly whepUrl: string;
  /** How it is played over HTTP; absent where it shall not be. */
  readonly hls?: HlsOptions;
  /** How it shall come to the viewer; default webrtc, with HLS where that can't be. */
  readonly via?: Via;
  /** Reads the channel: every 3 s at first and while nothing plays, else every 10 s. */
  readonly fetchChannel: () => Promise<WatchedChannel>;
  /** Without it latency is known from the server on at best. */
  readonly serverClock?: { readonly getReading: () => ClockReading | null };
  /** From 0 (inclusive) to 1 (exclusive): spreads the tries of many viewers. */
  readonly random: () => number;
  /** Tells the server of what kept this viewer from the picture, once for each stage. */
  readonly reportTrouble?: (stage: TroubleStage, detail: string) => void;
  /** Default false: with sound where the browser allows it. */
  readonly muted?: boolean;
};
