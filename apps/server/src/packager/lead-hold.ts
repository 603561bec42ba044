/** A frame of the track by which segments are cut. */
export type Lead = { readonly captureMs: number; readonly isKey: boolean };

/** How long the leading track may be kept waiting, in ms. */
const patienceMs = 200;

/**
 * Keeps the leading track waiting at a key frame while another is to take the lead: the other's key frame is of the
 * same moment, but comes a little later, and nothing of before the change may lie behind it.
 */
export class LeadHold {
  #held: Lead[] = [];
  #sinceMs = 0;

  /**
   * @param isChanging whether another track is to take the lead
   * @returns those that may go on now, oldest first
   */
  take(lead: Lead, isChanging: boolean, nowMs: number): readonly Lead[] {
    if (this.#held.length === 0) this.#sinceMs = nowMs;
    const isHeld = isChanging && (this.#held.length > 0 || lead.isKey);
    this.#held.push(lead);
    if (isHeld && nowMs - this.#sinceMs < patienceMs) return [];
    return this.#held.splice(0);
  }

  /** The other has taken over. */
  clear(): void {
    this.#held = [];
  }
}
