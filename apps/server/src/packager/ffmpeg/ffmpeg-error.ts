import type { Missing } from './ffmpeg-capabilities.ts';

export type FfmpegErrorReason =
  | 'not_found'
  | 'too_old'
  | 'incapable'
  | 'exited'
  | 'stalled'
  | 'stuck'
  | 'damaged'
  | 'timeout';

/** What FFmpeg can't do, or did not do. `reason` is for code, the message for the log and the operator. */
export class FfmpegError extends Error {
  override readonly name = 'FfmpegError';
  readonly reason: FfmpegErrorReason;

  private constructor(reason: FfmpegErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }

  static notFound(path: string, cause: unknown): FfmpegError {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new FfmpegError(
      'not_found',
      `"${path}" can't be started (${why}). Install FFmpeg 5.1 or newer (apt-get install ffmpeg), or name the path of its program in the configuration.`,
      { cause },
    );
  }

  /** @param told the first line that it printed */
  static tooOld(path: string, told: string): FfmpegError {
    return new FfmpegError(
      'too_old',
      `"${path}" says "${told}", and 5.1 is the oldest FFmpeg that will do. Install a newer one (apt-get install ffmpeg on Debian 12 or later), or name its path in the configuration.`,
    );
  }

  static incapable(path: string, missing: readonly Missing[]): FfmpegError {
    const list = missing.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    return new FfmpegError(
      'incapable',
      `"${path}" was built without ${list}. Install a complete FFmpeg (apt-get install ffmpeg), or name its path in the configuration.`,
    );
  }

  /** It ended by itself, and was not asked to. */
  static exited(ending: {
    readonly code: number | null;
    readonly signal: string | null;
    readonly lastLines: readonly string[];
  }): FfmpegError {
    const how = ending.signal === null ? `with code ${ending.code}` : `by ${ending.signal}`;
    const said = ending.lastLines.length === 0 ? '' : `; it said: ${ending.lastLines.join(' | ')}`;
    return new FfmpegError('exited', `FFmpeg ended ${how}${said}`);
  }

  static stalled(samples: number, silentMs: number): FfmpegError {
    return new FfmpegError(
      'stalled',
      `FFmpeg gave nothing for ${silentMs} ms, although it got ${samples} samples meanwhile. It was killed.`,
    );
  }

  static stuck(heldBytes: number): FfmpegError {
    return new FfmpegError(
      'stuck',
      `FFmpeg doesn't read: ${heldBytes} bytes wait for it. It was killed. The machine may be too slow for what is asked of it.`,
    );
  }

  static damaged(output: number, why: string): FfmpegError {
    return new FfmpegError(
      'damaged',
      `What FFmpeg writes can't be read (output ${output}): ${why}`,
    );
  }

  static timeout(what: string, ms: number): FfmpegError {
    return new FfmpegError(
      'timeout',
      `FFmpeg didn't finish ${what} within ${ms} ms. It was killed.`,
    );
  }
}
