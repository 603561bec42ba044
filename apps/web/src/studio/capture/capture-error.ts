export type CaptureSource = 'camera' | 'microphone';

/**
 * Why a device could not be opened:
 * `denied` the person or the site's settings said no · `denied-by-system` the operating system said no ·
 * `not-found` there is none · `in-use` another program holds it, or it failed to start · `impossible` it
 * can't do what was asked · `insecure` the page is not a secure context, so the browser offers no devices ·
 * `unsupported` the browser has no capture · `other` anything else.
 */
export type CaptureReason =
  | 'denied'
  | 'denied-by-system'
  | 'not-found'
  | 'in-use'
  | 'impossible'
  | 'insecure'
  | 'unsupported'
  | 'other';

/** A camera or a microphone, or both, could not be opened. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly reason: CaptureReason;
  readonly source: CaptureSource | 'both';

  private constructor(
    reason: CaptureReason,
    about: { readonly source: CaptureSource | 'both'; readonly cause?: unknown },
  ) {
    super(`${about.source}: ${reason}`, { cause: about.cause });
    this.reason = reason;
    this.source = about.source;
  }

  static insecure(): CaptureError {
    return new CaptureError('insecure', { source: 'both' });
  }

  static unsupported(): CaptureError {
    return new CaptureError('unsupported', { source: 'both' });
  }

  /** From what getUserMedia rejected with (Media Capture and Streams, section 10.1.1). */
  static from(cause: unknown, source: CaptureSource | 'both'): CaptureError {
    if (cause instanceof CaptureError) return cause;
    return new CaptureError(reasonOf(cause), { source, cause });
  }

  /** The same failure, said of another source. */
  of(source: CaptureSource | 'both'): CaptureError {
    return new CaptureError(this.reason, { source, cause: this.cause });
  }
}

function reasonOf(cause: unknown): CaptureReason {
  if (!(cause instanceof Error)) return 'other';
  switch (cause.name) {
    case 'NotAllowedError':
      // Chromium says so when the operating system withholds the device from the whole browser.
      return /by system/i.test(cause.message) ? 'denied-by-system' : 'denied';
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
      return 'not-found';
    case 'NotReadableError':
    // The device started and failed: to its owner the same as being held by another program.
    case 'AbortError':
      return 'in-use';
    case 'OverconstrainedError':
      return 'impossible';
    default:
      return 'other';
  }
}
