import type { Via } from './via.ts';

/**
 * How WebRTC does: `flowing` frames come · `stalled` they have just stopped · `waiting` it is on its way, or was lost ·
 * `away` nobody is on air, or the publisher is lost and waited for · `refused` the server or the browser said no,
 * which may change · `unable` there is none between this browser and this server, or not for this broadcast.
 */
export type WebrtcHealth = 'flowing' | 'stalled' | 'waiting' | 'away' | 'refused' | 'unable';

/** How HLS does: `missing` there is none · `loading` · `ready` its picture can take over at once. */
export type HlsHealth = 'missing' | 'loading' | 'ready';

export type PathFacts = {
  readonly webrtc: WebrtcHealth;
  readonly hls: HlsHealth;
  /** What only HLS can show is wanted: an earlier moment, or HLS itself. */
  readonly needsHls: boolean;
};

export type PathDecision = {
  /** Which of them the viewer sees. */
  readonly front: Via;
  /** Which of them shall run. */
  readonly webrtc: boolean;
  readonly hls: boolean;
  /** When to decide again if nothing happens before, in ms; null: only then. */
  readonly againInMs: number | null;
};

/** How long a join over WebRTC may take before HLS begins to load beside it, in ms. */
const joinPatienceMs = 700;
/** How long a picture over WebRTC may stand before HLS is shown instead, in ms from the stall; HLS loads meanwhile. */
const stallPatienceMs = 600;
/** WebRTC must have flowed for so long behind HLS before it is shown again, in ms. */
const steadyMs = 2_000;
/** A try that has not come to that by then is given up for a while, in ms. */
const trialMs = 12_000;
/** The wait before the next try, in ms, doubled after each in vain. */
const rest = { firstMs: 30_000, capMs: 300_000, scatter: 0.2 };
/** WebRTC that fails so soon after it came back was not worth it: it rests at once, in ms. */
const relapse = { withinMs: 60_000, firstMs: 15_000 };

export type PathChoiceOptions = {
  readonly nowMs: () => number;
  /** From 0 (inclusive) to 1 (exclusive): spreads the returns of many viewers. */
  readonly random: () => number;
};

/**
 * The one owner of the decision between WebRTC and HLS. WebRTC is the better of the two while it flows; HLS stands in,
 * and is left only for a WebRTC that has proved to be steady, less and less readily for one that has not.
 */
export class PathChoice {
  readonly #options: PathChoiceOptions;
  #front: Via;
  /** Since when WebRTC should flow and does not. */
  #lackingSinceMs: number | null = null;
  /** Whether it has flowed since it was last chosen. */
  #hasFlowed = false;
  #flowingSinceMs: number | null = null;
  #trialSinceMs: number | null = null;
  #restUntilMs: number | null = null;
  #vainTrials = 0;
  #relapses = 0;
  #returnedAtMs: number | null = null;
  /** The viewer asked for WebRTC: it need not prove anything. */
  #isAsked = false;

  constructor(options: PathChoiceOptions, front: Via) {
    this.#options = options;
    this.#front = front;
  }

  /** The viewer wants to be as near as can be: what failed before is forgiven. */
  ask(): void {
    this.#isAsked = true;
    this.#restUntilMs = null;
    this.#trialSinceMs = null;
    this.#vainTrials = 0;
    this.#relapses = 0;
    this.#returnedAtMs = null;
  }

  decide(facts: PathFacts): PathDecision {
    const nowMs = this.#options.nowMs();
    this.#follow(facts, nowMs);
    if (facts.needsHls) return this.#forHls(facts);
    return this.#front === 'webrtc' ? this.#onWebrtc(facts, nowMs) : this.#onHls(facts, nowMs);
  }

  #follow({ webrtc, needsHls }: PathFacts, nowMs: number): void {
    const isFlowing = webrtc === 'flowing';
    this.#flowingSinceMs = isFlowing ? (this.#flowingSinceMs ?? nowMs) : null;
    const lacks = !isFlowing && webrtc !== 'away' && !needsHls;
    this.#lackingSinceMs = lacks ? (this.#lackingSinceMs ?? nowMs) : null;
  }

  /** What can be seen stays in sight until HLS has a picture, too. */
  #forHls({ webrtc, hls }: PathFacts): PathDecision {
    const hasPicture = webrtc === 'flowing' || webrtc === 'stalled';
    if (this.#front === 'webrtc' && (hls === 'ready' || !hasPicture)) this.#front = 'hls';
    this.#trialSinceMs = null;
    return { front: this.#front, webrtc: this.#front === 'webrtc', hls: true, againInMs: null };
  }

  #onWebrtc({ webrtc, hls }: PathFacts, nowMs: number): PathDecision {
    const onward = { front: 'webrtc', webrtc: true, hls: false, againInMs: null } as const;
    if (webrtc === 'flowing') {
      this.#hasFlowed = true;
      this.#isAsked = false;
      return onward;
    }
    const sinceMs = this.#lackingSinceMs;
    if (sinceMs === null || hls === 'missing') return onward;
    const lackingMs = nowMs - sinceMs;
    const isHopeless = webrtc === 'unable' || webrtc === 'refused';
    const beginsMs = this.#hasFlowed || isHopeless ? 0 : joinPatienceMs;
    if (lackingMs < beginsMs) return { ...onward, againInMs: beginsMs - lackingMs };
    const mayShowMs = this.#hasFlowed ? stallPatienceMs : 0;
    // There is no picture that could be kept in sight.
    const isBlank = isHopeless && !this.#hasFlowed;
    if ((hls !== 'ready' && !isBlank) || lackingMs < mayShowMs) {
      const waitMs = mayShowMs - lackingMs;
      return { ...onward, hls: true, againInMs: waitMs > 0 ? waitMs : null };
    }
    this.#fallBack(nowMs);
    return this.#onHls({ webrtc, hls, needsHls: false }, nowMs);
  }

  #fallBack(nowMs: number): void {
    this.#front = 'hls';
    this.#isAsked = false;
    this.#hasFlowed = false;
    const isRelapse = this.#returnedAtMs !== null && nowMs - this.#returnedAtMs < relapse.withinMs;
    this.#relapses = isRelapse ? this.#relapses + 1 : 0;
    this.#trialSinceMs = null;
    if (isRelapse) this.#rest(relapse.firstMs * 2 ** (this.#relapses - 1), nowMs);
  }

  #onHls({ webrtc, hls }: PathFacts, nowMs: number): PathDecision {
    const stay = { front: 'hls', hls: true } as const;
    if (hls === 'missing') return this.#return(nowMs);
    if (webrtc === 'unable') return { ...stay, webrtc: false, againInMs: null };
    if (this.#restUntilMs !== null && nowMs < this.#restUntilMs) {
      return { ...stay, webrtc: false, againInMs: this.#restUntilMs - nowMs };
    }
    if (this.#flowingSinceMs !== null) {
      // Where HLS stands still there is nothing to lose.
      const provenMs = this.#isAsked || hls !== 'ready' ? 0 : steadyMs;
      const flowingMs = nowMs - this.#flowingSinceMs;
      if (flowingMs < provenMs) {
        return { ...stay, webrtc: true, againInMs: provenMs - flowingMs };
      }
      return this.#return(nowMs);
    }
    if (webrtc === 'away') return { ...stay, webrtc: true, againInMs: null };
    this.#trialSinceMs ??= nowMs;
    const triedMs = nowMs - this.#trialSinceMs;
    const isVain = triedMs >= trialMs || (webrtc === 'refused' && triedMs > 0);
    if (!isVain) return { ...stay, webrtc: true, againInMs: trialMs - triedMs };
    this.#rest(rest.firstMs * 2 ** this.#vainTrials, nowMs);
    this.#vainTrials += 1;
    this.#trialSinceMs = null;
    return this.#onHls({ webrtc, hls, needsHls: false }, nowMs);
  }

  #return(nowMs: number): PathDecision {
    this.#front = 'webrtc';
    this.#hasFlowed = true;
    this.#isAsked = false;
    this.#returnedAtMs = nowMs;
    this.#vainTrials = 0;
    this.#trialSinceMs = null;
    this.#restUntilMs = null;
    this.#lackingSinceMs = null;
    return { front: 'webrtc', webrtc: true, hls: false, againInMs: null };
  }

  #rest(forMs: number, nowMs: number): void {
    const scattered = Math.min(forMs, rest.capMs) * (1 + rest.scatter * this.#options.random());
    this.#restUntilMs = nowMs + scattered;
  }
}
