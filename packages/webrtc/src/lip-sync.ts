import { CounterRates } from './counter-rates.ts';
import type { TimerHandle, Timers } from './environment.ts';
import { readNumber, type StatsEntry } from './stats-entry.ts';

/**
 * How far sound and picture may be apart before a viewer notices, in ms: sound may come later more easily than
 * earlier (ITU-R BT.1359 found 125 and 45). The rest of each is what the sound card adds after its buffer.
 */
const soundLateMs = 105;
const soundEarlyMs = 30;
const lookMs = 1_000;

/** How long media waits in each jitter buffer, in ms. */
export type BufferDelays = { readonly audioMs: number; readonly videoMs: number };

/**
 * The least delay of each buffer that keeps the other within what isn't noticed. Neither can drive the other
 * up: each floor lies below what the other already takes.
 */
export function bufferFloors({ audioMs, videoMs }: BufferDelays): BufferDelays {
  return {
    audioMs: Math.max(0, Math.round(videoMs - soundEarlyMs)),
    videoMs: Math.max(0, Math.round(audioMs - soundLateMs)),
  };
}

export type LipSyncOptions = {
  readonly timers: Timers;
  /** What receives a kind now; null where there is none. */
  readonly receiver: (kind: 'audio' | 'video') => RTCRtpReceiver | null;
};

/** Keeps a sound and a picture that the browser plays apart from drifting apart. */
export class LipSync {
  readonly #options: LipSyncOptions;
  readonly #rates = new CounterRates();
  #timer: TimerHandle | null = null;

  constructor(options: LipSyncOptions) {
    this.#options = options;
  }

  start(): void {
    // Statistics fail only once the connection is closed, and then there is nothing left to keep together.
    this.#timer ??= this.#options.timers.setTimeout(() => {
      this.#look().catch(() => this.stop());
    }, lookMs);
  }

  stop(): void {
    if (this.#timer !== null) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const audio = this.#options.receiver('audio');
    const video = this.#options.receiver('video');
    if (audio !== null && video !== null) {
      const [audioMs, videoMs] = [await this.#delayMs(audio), await this.#delayMs(video)];
      if (audioMs !== null && videoMs !== null) {
        const floors = bufferFloors({ audioMs, videoMs });
        audio.jitterBufferTarget = floors.audioMs;
        video.jitterBufferTarget = floors.videoMs;
      }
    }
    // It may have been stopped, or stopped and started, meanwhile.
    if (this.#timer !== timer) return;
    this.#timer = null;
    this.start();
  }

  /** The mean wait of what left the buffer since the last look. */
  async #delayMs(receiver: RTCRtpReceiver): Promise<number | null> {
    const { kind } = receiver.track;
    const entries: StatsEntry[] = [...(await receiver.getStats()).values()];
    const inbound = entries.find(({ type }) => type === 'inbound-rtp');
    if (inbound === undefined) return null;
    const grown = (member: string): number | null =>
      this.#rates.growth(`${kind} ${member}`, readNumber(inbound, member), inbound.timestamp);
    const [delayS, emitted] = [grown('jitterBufferDelay'), grown('jitterBufferEmittedCount')];
    return delayS === null || emitted === null || emitted <= 0 ? null : (delayS * 1000) / emitted;
  }
}
