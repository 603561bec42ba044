import { PlaybackError } from '../playback-error.ts';
import { HlsJsSession, type HlsLibrary } from './hls-js-session.ts';
import { createHls, ErrorTypes, Events, isSupported } from './hls-library.ts';
import type { HlsSession, HlsSessionOptions } from './hls-session.ts';
import { NativeSession, nativeType } from './native-session.ts';

const library: HlsLibrary = { createHls, isSupported, Events, ErrorTypes };

/**
 * What plays in this browser: a chunk of its own, with hls.js, loaded when it is needed.
 *
 * @throws {PlaybackError} unsupported: the browser has no way to play HLS
 */
export function createSession(options: HlsSessionOptions): HlsSession {
  // Chromium's own HLS takes no notice of parts and plays 7 s behind where hls.js plays 1.3 s behind.
  if (library.isSupported()) return new HlsJsSession(options, library);
  if (options.video.canPlayType(nativeType) !== '') return new NativeSession(options);
  throw PlaybackError.unsupported();
}

/** The module, as it is loaded. */
export type SessionFactory = { readonly createSession: typeof createSession };
