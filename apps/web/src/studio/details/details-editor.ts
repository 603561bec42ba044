import { type ChannelDetails, channelDetailsSchema, limits } from '@tallylight/contract';
import type { TimerHandle, Timers } from '@tallylight/webrtc';
import { StateCell } from '../../state-cell.ts';
import { localTimeMs, localTimeText } from './local-time.ts';

/** Why what stands in a field can't be kept. */
export type FieldProblem =
  /** The title has characters that can't be in a line. */
  | 'title-characters'
  | 'title-long'
  /** The date or the time is still missing, or there is no such day. */
  | 'start-incomplete'
  | 'start-passed';

export type DetailsState = {
  /** As they stand in their fields. */
  readonly title: string;
  readonly start: string;
  readonly titleProblem: FieldProblem | null;
  readonly startProblem: FieldProblem | null;
  /** `untouched` until the first change; `waiting` while there is something that is not on the server. */
  readonly saving: 'untouched' | 'waiting' | 'saving' | 'saved' | 'failed';
};

export type DetailsEditorOptions = {
  /** What the server has. */
  readonly saved: ChannelDetails;
  readonly save: (details: ChannelDetails) => Promise<void>;
  readonly timers: Timers;
  /** The server's clock, in ms since 1970. */
  readonly nowMs: () => number;
};

/** Who types is waited for this long. */
const pauseMs = 800;

/** A start is told in whole minutes; the one that runs has not passed. */
const minuteMs = 60_000;

/** Title and start of the channel while somebody types them: kept by the server whenever there is a pause. */
export class DetailsEditor {
  readonly #options: DetailsEditorOptions;
  readonly #state: StateCell<DetailsState>;
  #saved: ChannelDetails;
  #timer: TimerHandle | null = null;
  #isSaving = false;
  #isStartComplete = true;
  readonly getState: () => DetailsState;
  readonly subscribe: (listener: () => void) => () => void;

  constructor(options: DetailsEditorOptions) {
    const { title } = options.saved;
    this.#options = options;
    this.#saved = options.saved;
    this.#state = new StateCell<DetailsState>({
      title: title ?? '',
      start: startText(options.saved),
      titleProblem: null,
      startProblem: null,
      saving: 'untouched',
    });
    this.getState = this.#state.get;
    this.subscribe = this.#state.subscribe;
  }

  typeTitle(title: string): void {
    this.#set({ title, titleProblem: null });
    this.#waitForPause();
  }

  /** @param isComplete false while the field holds something that is no time yet; its text is empty then */
  typeStart(start: string, isComplete: boolean): void {
    if (start === this.#state.get().start && isComplete === this.#isStartComplete) return;
    this.#isStartComplete = isComplete;
    this.#set({ start, startProblem: null });
    this.#waitForPause();
  }

  /**
   * Judges what there is now and keeps it: there was a pause, the field was left, the page is, or the server is to be
   * asked again.
   */
  async settle(): Promise<void> {
    this.#stopWaiting();
    if (this.#isSaving) return;
    for (;;) {
      this.#judge();
      const wanted = this.#wanted();
      if (isSame(wanted, this.#saved)) break;
      this.#isSaving = true;
      this.#set({ saving: 'saving' });
      try {
        await this.#options.save(wanted);
        this.#saved = wanted;
      } catch {
        this.#set({ saving: 'failed' });
        return;
      } finally {
        this.#isSaving = false;
      }
    }
    if (this.#state.get().saving !== 'untouched') this.#set({ saving: 'saved' });
  }

  /**
   * A broadcast is on, or was: the server forgets a start that has passed, and the field has what the server has.
   */
  passStart(): void {
    const { startsAtMs } = this.#saved;
    const hasPassed = startsAtMs !== null && startsAtMs <= this.#options.nowMs();
    if (hasPassed) this.#saved = { ...this.#saved, startsAtMs: null };
    this.#isStartComplete = true;
    this.#set({ start: startText(this.#saved), startProblem: null });
  }

  #judge(): void {
    const { title, start } = this.#state.get();
    this.#set({ titleProblem: problemOfTitle(title), startProblem: this.#problemOfStart(start) });
  }

  /** What of the fields can be kept; what can't stays as the server has it. */
  #wanted(): ChannelDetails {
    const { title, start, titleProblem, startProblem } = this.#state.get();
    const startsAtMs = this.#startMs(start);
    return {
      title: titleProblem === null ? title.trim() || null : this.#saved.title,
      startsAtMs: startProblem === null ? startsAtMs : this.#saved.startsAtMs,
    };
  }

  /** The field has no seconds: unchanged, it means what the server has. */
  #startMs(start: string): number | null {
    const { startsAtMs } = this.#saved;
    if (startsAtMs !== null && start === localTimeText(startsAtMs)) return startsAtMs;
    return localTimeMs(start);
  }

  #problemOfStart(start: string): FieldProblem | null {
    if (start === '' && this.#isStartComplete) return null;
    const startsAtMs = this.#startMs(start);
    if (startsAtMs === null) return 'start-incomplete';
    if (startsAtMs === this.#saved.startsAtMs) return null;
    return startsAtMs + minuteMs <= this.#options.nowMs() ? 'start-passed' : null;
  }

  #waitForPause(): void {
    this.#stopWaiting();
    if (!this.#isSaving) this.#set({ saving: 'waiting' });
    this.#timer = this.#options.timers.setTimeout(() => void this.settle(), pauseMs);
  }

  #stopWaiting(): void {
    if (this.#timer !== null) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #set(change: Partial<DetailsState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

function problemOfTitle(title: string): FieldProblem | null {
  if (title.trim().length > limits.titleCharacters) return 'title-long';
  const { success } = channelDetailsSchema.safeParse({ title, startsAtMs: null });
  return success ? null : 'title-characters';
}

function startText({ startsAtMs }: ChannelDetails): string {
  return startsAtMs === null ? '' : localTimeText(startsAtMs);
}

function isSame(one: ChannelDetails, other: ChannelDetails): boolean {
  return one.title === other.title && one.startsAtMs === other.startsAtMs;
}
