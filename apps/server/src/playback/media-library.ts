import type { IncomingHttpHeaders } from 'node:http';
import type { Listing } from '../packager/store/listing.ts';

/** What there is of a broadcast, or why there is nothing. */
export type Found =
  | { readonly listing: Listing }
  | { readonly problem: 'packager_down' | 'channel_off_air' | 'channel_unknown' | 'not_found' };

/** The newest still picture of a broadcast (JPEG). */
export type LastPoster = { readonly broadcast: string; readonly jpeg: Uint8Array };

/** Where playback finds broadcasts and what belongs to them. */
export type MediaLibrary = {
  /**
   * @param broadcast its id; null for the one on air, or the last one
   * @returns the same listing each time for the same broadcast, so that those who ask share their waiting
   */
  lookup(channel: string, broadcast: string | null): Promise<Found>;
  /** A still picture of the broadcast (JPEG), by its number. */
  poster(channel: string, broadcast: string, number: number): Promise<Uint8Array | null>;
  /** That of the broadcast on air, or of the last one. */
  lastPoster(channel: string): Promise<LastPoster | null>;
};

/** As much of a request as says who asks. */
type MediaRequest = {
  readonly headers: IncomingHttpHeaders;
  readonly url?: string | undefined;
};

/**
 * Lets a request have a channel's media.
 *
 * @returns the query to add to every URI that the answer names, so that the next request is let in too; empty
 *   for a public channel
 * @throws {ProblemError} who asks may not
 */
export type Authorise = (request: MediaRequest, channel: string) => string;
