/** Why an offer can't be taken. */
export type SdpErrorReason =
  | 'malformed'
  | 'no-media'
  | 'direction'
  | 'no-codec'
  | 'no-fingerprint'
  | 'no-ice'
  | 'not-bundled'
  | 'rtcp-mux'
  | 'too-many-tracks'
  | 'simulcast'
  | 'fragment';

/** An offer that can't be read or can't be answered. The message names the place and what was found there. */
export class SdpError extends Error {
  override readonly name = 'SdpError';
  readonly reason: SdpErrorReason;

  private constructor(reason: SdpErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }

  static malformed(what: string, cause?: unknown): SdpError {
    return new SdpError('malformed', what, { cause });
  }

  static tooLong(count: number, what: string, most: number): SdpError {
    return new SdpError('malformed', `The offer has ${count} ${what}; at most ${most} are read.`);
  }

  static fragment(what: string): SdpError {
    return new SdpError('fragment', `The body is not a trickle fragment (RFC 8840). ${what}`);
  }

  static noMedia(): SdpError {
    return new SdpError('no-media', 'The offer has no usable audio or video section.');
  }

  static direction(kind: string, direction: string, wanted: string): SdpError {
    return new SdpError(
      'direction',
      `The ${kind} section is "${direction}"; this endpoint takes ${wanted}.`,
    );
  }

  static noCodec(kind: string, offered: readonly string[], wanted: string): SdpError {
    const list = offered.length > 0 ? offered.join(', ') : 'none';
    return new SdpError(
      'no-codec',
      `The ${kind} section offers no codec in common: it has ${list}; this endpoint takes ${wanted}.`,
    );
  }

  static noFingerprint(): SdpError {
    return new SdpError(
      'no-fingerprint',
      'The offer has no usable a=fingerprint (sha-256, sha-384 or sha-512), so DTLS could trust nobody.',
    );
  }

  static noIce(): SdpError {
    return new SdpError('no-ice', 'The offer has no a=ice-ufrag and a=ice-pwd.');
  }

  static notBundled(mid: string): SdpError {
    return new SdpError(
      'not-bundled',
      `Section "${mid}" is not in the offer's BUNDLE group; all media must share one transport.`,
    );
  }

  static rtcpMux(mid: string): SdpError {
    return new SdpError('rtcp-mux', `Section "${mid}" does not offer a=rtcp-mux.`);
  }

  static tooManyTracks(kind: string, count: number): SdpError {
    return new SdpError(
      'too-many-tracks',
      `The offer has ${count} ${kind} sections; a broadcast has one of each kind.`,
    );
  }

  static simulcast(what: string): SdpError {
    return new SdpError('simulcast', what);
  }
}
