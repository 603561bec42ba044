import type { MediaTarget } from './media-target.ts';

/** What an origin of live media must or should do. */
export type MediaRule = {
  /** As in the table of rules: L for HLS, C for caches, D for DASH. */
  readonly number: string;
  readonly text: string;
  readonly source: string;
  /**
   * @returns why there was nothing to check
   * @throws {Failure}
   */
  check(target: MediaTarget): Promise<string | undefined>;
};
