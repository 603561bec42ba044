/** What a session takes from the browser, handed in so that a test can hand in something else. */
export type SessionEnvironment = {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly createMediaStream: () => MediaStream;
  /** What this browser sends or receives of a kind; empty when it does not say. */
  readonly codecs: (role: 'sender' | 'receiver', kind: 'audio' | 'video') => readonly RTCRtpCodec[];
  readonly timers: Timers;
  /** This machine's clock: ms since 1970, never stepping back, see {@link browserEnvironment}. */
  readonly nowMs: () => number;
};

export type TimerHandle = number;

/** One-shot timers; what repeats arms itself anew. */
export type Timers = {
  readonly setTimeout: (run: () => void, delayMs: number) => TimerHandle;
  readonly clearTimeout: (handle: TimerHandle) => void;
};

/**
 * The environment of a browser's window.
 *
 * The clock is `performance.timeOrigin + performance.now()`, the wall clock when the page was opened, carried
 * on by the monotonic clock: a step of the machine's wall clock does not move it.
 */
export function browserEnvironment(scope: Window & typeof globalThis): SessionEnvironment {
  return {
    fetch: (url, init) => scope.fetch(url, init),
    createPeerConnection: (configuration) => new scope.RTCPeerConnection(configuration),
    createMediaStream: () => new scope.MediaStream(),
    codecs: (role, kind) => {
      const side = role === 'sender' ? scope.RTCRtpSender : scope.RTCRtpReceiver;
      return side.getCapabilities(kind)?.codecs ?? [];
    },
    timers: {
      setTimeout: (run, delayMs) => scope.setTimeout(run, delayMs),
      clearTimeout: (handle) => scope.clearTimeout(handle),
    },
    nowMs: () => scope.performance.timeOrigin + scope.performance.now(),
  };
}
