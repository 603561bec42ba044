import type { ThirdParty } from './third-party.ts';

/** What a page of this folder puts on its window where the client plays segments that it fetches. */
export type MediaPlayer = ThirdParty & {
  /** What the client called an error and could not mend by itself, in its own words. */
  readonly errors: readonly string[];
  /** Heights of the pictures that can be chosen from, in pixels; empty where the client gives no choice. */
  heights(): readonly number[];
  /** From now on pictures of this height; see {@link heights}. */
  choose(height: number): void;
  /** How far behind the capture it believes to be, in seconds; null where it doesn't say. */
  latencyS(): number | null;
};
