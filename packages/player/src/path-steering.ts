import type { TimerHandle, Timers } from '@tallylight/webrtc';
import type { HlsAim, HlsEngine } from './hls/hls-engine.ts';
import type { PathChoice } from './path-choice.ts';
import type { Stage } from './stage.ts';
import type { Via } from './via.ts';
import { type ViaReason, viaReasonOf } from './via-reason.ts';
import type { WhepEngine } from './whep-engine.ts';

export type PathSteeringOptions = {
  readonly timers: Timers;
  readonly choice: PathChoice;
  readonly stage: Stage;
  readonly whep: WhepEngine;
  /** Null where there shall be none. */
  readonly hls: HlsEngine | null;
  /** What only HLS can show is wanted. */
  readonly needsHls: () => boolean;
  /** Where HLS is to begin, if it begins now. */
  readonly aim: () => HlsAim;
  /** Another one is in front. */
  readonly cameForward: (via: Via) => void;
};

/** Does what the choice between WebRTC and HLS says: runs the one or both, and brings one of them forward. */
export class PathSteering {
  readonly #options: PathSteeringOptions;
  #again: TimerHandle | null = null;
  #isRunning = false;
  #isSteering = false;
  #reason: ViaReason | null = null;

  constructor(options: PathSteeringOptions) {
    this.#options = options;
  }

  /** Why HLS stands in for the WebRTC that is wanted; null where it does not. */
  get reason(): ViaReason | null {
    return this.#reason;
  }

  start(): void {
    this.#isRunning = true;
    this.look();
  }

  stop(): void {
    this.#isRunning = false;
    this.#reason = null;
    this.#disarm();
    this.#options.whep.stop();
    this.#options.hls?.stop();
  }

  /** The viewer asks for the best there is. */
  ask(): void {
    this.#reason = null;
    this.#options.choice.ask();
    this.look();
  }

  /** Has the choice made anew. */
  look(): void {
    // What it does may be told of before it is done.
    if (!this.#isRunning || this.#isSteering) return;
    this.#isSteering = true;
    this.#disarm();
    const { timers, choice, whep, hls, needsHls } = this.#options;
    const decision = choice.decide({
      webrtc: whep.health,
      hls: hls?.health ?? 'missing',
      needsHls: hls !== null && needsHls(),
    });
    this.#bringForward(decision.front);
    this.#run(decision);
    this.#isSteering = false;
    this.#explain();
    if (decision.againInMs === null) return;
    this.#again = timers.setTimeout(() => this.look(), decision.againInMs);
  }

  #bringForward(via: Via): void {
    const { stage, whep, cameForward } = this.#options;
    if (via === stage.front) return;
    if (via === 'hls' && whep.hasFlowed) this.#reason = 'stalled';
    stage.bringForward(via);
    cameForward(via);
  }

  #run(wanted: Readonly<Record<Via, boolean>>): void {
    const { whep, hls, aim } = this.#options;
    if (wanted.webrtc && !whep.isRunning) whep.start();
    if (!wanted.webrtc && whep.isRunning) whep.stop();
    if (wanted.hls && hls?.isRunning === false) hls.start(aim());
    if (!wanted.hls && hls?.isRunning === true) hls.stop();
  }

  #explain(): void {
    const { stage, whep, needsHls } = this.#options;
    if (stage.front === 'webrtc' || needsHls()) this.#reason = null;
    else if (whep.error !== null) this.#reason = viaReasonOf(whep.error) ?? this.#reason;
  }

  #disarm(): void {
    if (this.#again !== null) this.#options.timers.clearTimeout(this.#again);
    this.#again = null;
  }
}
