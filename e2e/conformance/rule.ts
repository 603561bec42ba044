import type { Target } from './target.ts';

/** What a server must or should do. */
export type Rule = {
  /** As in the table of rules: W for what WHIP and WHEP share, E for WHEP, T for trickle. */
  readonly number: string;
  readonly text: string;
  readonly source: string;
  /** When it is checked: before anybody is on air, while somebody is, or at the end, as it uses patience up. */
  readonly phase: 'off air' | 'on air' | 'last';
  /**
   * @returns why there was nothing to check, where a rule is about something that a server need not have
   * @throws {Failure}
   */
  check(target: Target): Promise<string | undefined>;
};
