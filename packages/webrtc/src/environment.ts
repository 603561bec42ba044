/** What a session takes from the browser, handed in so that a test can hand in something else. */
export type SessionEnvironment = {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly createMediaStream: () => MediaStream;
  /** What this browser sends or receives of a kind; empty when it does not say. */
  readonly codecs: (role: 'sender' | 'receiver', kind: 'audio' | 'video') => readonly RTCRtpCodec[];
  /** Opens a stream of server-sent events (WHATWG HTML, section 9.2). */
  readonly createEventStream: (url: string, handlers: EventHandlers) => EventStream;
  readonly timers: Timers;
  /**
   * Calls `listener` when this machine's network may have changed; returns what undoes it. Absent where nothing tells
   * of that; browsers tell late, or not at all, so that a connection's own signs count too.
   */
  readonly onNetworkChange?: (listener: () => void) => () => void;
  /** This machine's clock: ms since 1970, never stepping back, see {@link browserEnvironment}. */
  readonly nowMs: () => number;
};

/** What to do with each event, by its name; its data is parsed JSON, or undefined. */
export type EventHandlers = Readonly<Record<string, (data: unknown) => void>>;

export type EventStream = { readonly close: () => void };

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
    createEventStream: (url, handlers) => {
      // It reconnects by itself for as long as the server has the session.
      const source = new scope.EventSource(url);
      for (const [name, handle] of Object.entries(handlers)) {
        source.addEventListener(name, ({ data }) => handle(parseJson(data)));
      }
      return { close: () => source.close() };
    },
    timers: {
      setTimeout: (run, delayMs) => scope.setTimeout(run, delayMs),
      clearTimeout: (handle) => scope.clearTimeout(handle),
    },
    onNetworkChange: (listener) => {
      const { connection } = scope.navigator as Navigator & { readonly connection?: EventTarget };
      scope.addEventListener('online', listener);
      connection?.addEventListener('change', listener);
      return () => {
        scope.removeEventListener('online', listener);
        connection?.removeEventListener('change', listener);
      };
    },
    nowMs: () => scope.performance.timeOrigin + scope.performance.now(),
  };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
