import { limits, ProblemError } from '@tallylight/contract';
import type { DirectivesFault } from '@tallylight/protocol/hls';

const faults: Readonly<Record<DirectivesFault, string>> = {
  repeated: 'stands there more than once',
  'not-a-number': 'is not a number in decimal digits',
  'too-long': 'is a number of more digits than any broadcast comes to',
  'part-without-msn': 'means nothing without "_HLS_msn"',
  'skip-unknown': 'is neither "YES" nor "v2"',
};

/** What is refused to those who watch over HTTP. */
export class MediaError extends ProblemError {
  override readonly name = 'MediaError';

  static packagerDown(channel: string): MediaError {
    return new MediaError(
      'packager_down',
      `Channel "${channel}" is on air, but its packager is not running. It is being started anew.`,
      { retryAfterMs: limits.retryAfterMs },
    );
  }

  static offAir(channel: string): MediaError {
    return new MediaError(
      'channel_off_air',
      `Channel "${channel}" is not on air, and there is no recording.`,
      { retryAfterMs: limits.retryAfterMs },
    );
  }

  static channelUnknown(channel: string): MediaError {
    return new MediaError('channel_unknown', `There is no channel "${channel}".`);
  }

  /** Nothing of this name, or nothing any more. */
  static nothing(what: string): MediaError {
    return new MediaError('not_found', `There is no ${what}, or it is gone.`);
  }

  static directives(name: string, fault: DirectivesFault): MediaError {
    return new MediaError('playlist_request', `"${name}" ${faults[fault]}.`);
  }

  static tooFarAhead(msn: number, part: number | null, lastMsn: number): MediaError {
    const wanted = part === null ? `segment ${msn}` : `part ${part} of segment ${msn}`;
    return new MediaError(
      'playlist_request',
      `The last segment is ${lastMsn}: ${wanted} is too far ahead to wait for.`,
    );
  }

  static overdue(waitedS: number): MediaError {
    return new MediaError('media_overdue', `What was asked for did not come in ${waitedS} s.`, {
      retryAfterMs: limits.retryAfterMs,
    });
  }

  /** @param cause what kept the file from being made */
  static downloadFailed(cause: unknown): MediaError {
    return new MediaError(
      'download_failed',
      'The file could not be made: the disk may be full, or FFmpeg is not there. The recording itself can be played.',
      { cause, retryAfterMs: 30_000 },
    );
  }

  static range(size: number): MediaError {
    return new MediaError('range_unsatisfiable', `There are ${size} bytes; the range has none.`);
  }
}
