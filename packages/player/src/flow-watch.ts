import type { SessionEnvironment, TimerHandle, WhepProgress } from '@tallylight/webrtc';

/**
 * A picture that misses so many frames has stalled, within these bounds in ms: soon enough to mend it before a viewer
 * would call it frozen, and not for a source that is slow by nature.
 */
const stalled = { frames: 5, leastMs: 400, mostMs: 1_500 };
/** After so many missed frames, and so long in ms, a stall may follow: what it will need is made ready. */
const late = { frames: 3, leastMs: 200 };
/** Frames that stay away for this long are an interruption, in ms. */
const frozenMs = 1_500;
/** A session that brings nothing for this long is replaced, in ms. */
const starvedMs = 5_000;
/** How often it looks while it waits for the first frame, and later, in ms. */
const lookFirstMs = 50;
const lookMs = 100;
/** Without frames that are shown, what came in is counted so often at most, in ms: asking the browser is not free. */
const countMs = 250;

export type FlowWatchOptions = {
  readonly environment: Pick<SessionEnvironment, 'nowMs' | 'timers'>;
  /** The first frame of what is watched, and the first after a freeze. */
  readonly flowing: () => void;
  /** More came in, found by counting; frames that are shown are known without. */
  readonly counted: () => void;
  /** A frame that should be shown is late: most come yet. */
  readonly late: () => void;
  /** Frames fail to come, or come again after that. */
  readonly stalled: (isStalled: boolean) => void;
  /** Frames stopped. */
  readonly frozen: () => void;
  /** What is watched has brought nothing for long, though it should. */
  readonly starved: () => void;
  /** Whether nothing is to be expected now: the publisher is away, and what is watched waits for it. */
  readonly isAway: () => boolean;
};

/** Tells what has come in since a session began. */
export type FlowProbe = () => Promise<FlowProgress>;

type FlowProgress = Pick<WhepProgress, 'frames' | 'audioPackets'>;

const nothing: FlowProgress = { frames: 0, audioPackets: 0 };

/** Tells flowing from frozen: by frames shown where they are shown, by what was decoded where the page is hidden. */
export class FlowWatch {
  readonly #options: FlowWatchOptions;
  #probe: FlowProbe | null = null;
  #progress = nothing;
  /** True once the session that is watched has brought anything. */
  #arrived = false;
  #flowing = false;
  /** Whether the last that came was shown; otherwise it was counted. */
  #wasShown = false;
  #stalled = false;
  #usualGapMs = 0;
  #countedAtMs = 0;
  #flowingSinceMs = 0;
  #seenAtMs = 0;
  #heardAtMs = 0;
  #watchedSinceMs = 0;
  #timer: TimerHandle | null = null;

  constructor(options: FlowWatchOptions) {
    this.#options = options;
  }

  get isFlowing(): boolean {
    return this.#flowing;
  }

  /** Frames have failed to come for some time, whether that is an interruption yet or not. */
  get isStalled(): boolean {
    return this.#stalled;
  }

  /** How long media has flowed without an interruption, in ms; 0 while it does not. */
  get flowingForMs(): number {
    return this.#flowing ? this.#options.environment.nowMs() - this.#flowingSinceMs : 0;
  }

  /** Watches a fresh session from now on; that frames flowed until now still counts. */
  watch(probe: FlowProbe): void {
    this.#probe = probe;
    this.#progress = nothing;
    this.#arrived = false;
    this.#wasShown = false;
    this.#heardAtMs = 0;
    this.#watchedSinceMs = this.#options.environment.nowMs();
    this.#arm();
  }

  /** The session is gone; a freeze is still told in its time. */
  unwatch(): void {
    this.#probe = null;
    this.#arm();
  }

  /** What was watched has come to its end: the next frame is a new beginning. */
  halt(): void {
    this.#flowing = false;
    this.#stalled = false;
  }

  stop(): void {
    this.#probe = null;
    this.#flowing = false;
    this.#stalled = false;
    this.#usualGapMs = 0;
    this.#clear();
  }

  /** A frame of the session that is watched was shown. */
  frameShown(): void {
    if (this.#probe === null) return;
    this.#flow();
    this.#wasShown = true;
  }

  async #look(): Promise<void> {
    const probe = this.#probe;
    const { nowMs } = this.#options.environment;
    if (probe !== null && nowMs() >= this.#countAtMs) {
      const isFirst = this.#isUncounted;
      this.#countedAtMs = nowMs();
      const progress = await probe().catch(() => this.#progress);
      if (probe !== this.#probe) return;
      if (isFirst) {
        // What was shown until now is counted, too: only what comes from now on is news. Timers of hidden pages are
        // late, so that nothing is to be judged before that.
        this.#progress = progress;
        this.#arm();
        this.#options.late();
        return;
      }
      this.#compare(progress, nowMs());
    }
    this.#judge(nowMs());
    if (this.#probe !== null || this.#flowing) this.#arm();
  }

  /** The last frames were shown, and nothing was counted since. */
  get #isUncounted(): boolean {
    return this.#wasShown && this.#countedAtMs <= this.#seenAtMs;
  }

  /** When to count what came in, in ms of the environment's clock: frames that were just shown need none of it. */
  get #countAtMs(): number {
    if (!this.#arrived) return 0;
    if (this.#isUncounted) return this.#lateAtMs;
    // Whether the page is hidden is to be known before it is taken for a stall.
    if (this.#wasShown) return this.#countedAtMs + lookMs;
    return Math.max(this.#seenAtMs, this.#countedAtMs) + countMs;
  }

  #compare(progress: FlowProgress, nowMs: number): void {
    // A publisher who changes under a session begins to count anew.
    const heard = isNews(progress.audioPackets, this.#progress.audioPackets);
    const seen = isNews(progress.frames ?? 0, this.#progress.frames ?? 0);
    // Sound stands for the picture where there is none, and where it does not come.
    const blind = progress.frames === 0 && nowMs - this.#watchedSinceMs >= frozenMs;
    this.#progress = progress;
    if (heard) this.#heardAtMs = nowMs;
    if (!seen && !(heard && (progress.frames === null || blind))) return;
    this.#flow();
    this.#options.counted();
  }

  #flow(): void {
    const beforeMs = this.#seenAtMs;
    this.#seenAtMs = this.#options.environment.nowMs();
    this.#learnGap(this.#seenAtMs - beforeMs);
    this.#wasShown = false;
    this.#setStalled(false);
    if (this.#flowing && this.#arrived) return;
    if (!this.#flowing) this.#flowingSinceMs = this.#seenAtMs;
    this.#flowing = true;
    this.#arrived = true;
    this.#options.flowing();
  }

  /** What was no stall tells how far apart frames usually are. */
  #learnGap(gapMs: number): void {
    if (!this.#flowing || !this.#arrived || this.#stalled) return;
    this.#usualGapMs += (gapMs - this.#usualGapMs) / 8;
  }

  #setStalled(isStalled: boolean): void {
    if (isStalled === this.#stalled) return;
    this.#stalled = isStalled;
    this.#options.stalled(isStalled);
  }

  /** Without another frame it has stalled then, in ms of the environment's clock. */
  get #stallAtMs(): number {
    const longMs = this.#usualGapMs * stalled.frames;
    return this.#seenAtMs + Math.min(Math.max(longMs, stalled.leastMs), stalled.mostMs);
  }

  /** Without another frame it is late then, in ms of the environment's clock. */
  get #lateAtMs(): number {
    const lateAtMs = this.#seenAtMs + Math.max(this.#usualGapMs * late.frames, late.leastMs);
    return Math.min(lateAtMs, this.#stallAtMs);
  }

  /** What is to be noticed is noticed when it is there, not at the next look. */
  #untilLookMs(): number {
    const nowMs = this.#options.environment.nowMs();
    const untilMs = [this.#lateAtMs, this.#stallAtMs].map((atMs) => atMs - nowMs);
    return Math.min(lookMs, ...untilMs.filter((ms) => ms > 0));
  }

  #judge(nowMs: number): void {
    if (this.#flowing && nowMs >= this.#stallAtMs) this.#setStalled(true);
    if (this.#flowing && nowMs - this.#seenAtMs >= frozenMs) {
      this.#flowing = false;
      this.#options.frozen();
    }
    if (this.#probe === null) return;
    if (this.#options.isAway()) this.#watchedSinceMs = nowMs;
    const seenAtMs = this.#arrived ? this.#seenAtMs : 0;
    const quietMs = nowMs - Math.max(this.#watchedSinceMs, seenAtMs, this.#heardAtMs);
    if (quietMs >= starvedMs) {
      this.#probe = null;
      this.#options.starved();
    }
  }

  #arm(): void {
    this.#clear();
    const waitMs = this.#arrived || this.#probe === null ? this.#untilLookMs() : lookFirstMs;
    this.#timer = this.#options.environment.timers.setTimeout(() => void this.#look(), waitMs);
  }

  #clear(): void {
    if (this.#timer !== null) this.#options.environment.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function isNews(count: number, before: number): boolean {
  return count > 0 && count !== before;
}
