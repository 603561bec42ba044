import type { TimerHandle, Timers } from './environment.ts';
import { SessionError } from './errors.ts';
import type { PathProtocol } from './restart-descriptions.ts';

/**
 * How long a connection may be without its server, in ms. Browsers call it `disconnected` when nothing was
 * heard for some 5 s and may recover, but not across a change of the network; a fresh session does, within
 * a fraction of a second.
 */
const disconnectedMs = 3_000;

const flows: ReadonlySet<RTCRtpTransceiverDirection> = new Set([
  'sendonly',
  'recvonly',
  'sendrecv',
]);

/** What a connection comes to. */
export type ConnectionEvents = {
  /** Over what the server can be reached, as far as is known. */
  readonly tried: () => readonly PathProtocol[];
  readonly connected: () => void;
  /** `byServer` is true when the server itself ended it. */
  readonly failed: (error: SessionError, byServer: boolean) => void;
};

/** Turns the browser's several states of one connection into two events: connected once, failed once. */
export class ConnectionWatch {
  readonly #connection: RTCPeerConnection;
  readonly #timers: Timers;
  readonly #events: ConnectionEvents;
  readonly #stopped = new AbortController();
  #transport: RTCDtlsTransport | null = null;
  #wasConnected = false;
  #patience: TimerHandle | null = null;
  #isHeld = false;
  /** Patience ran out while it was held. */
  #isOverdue = false;

  constructor(connection: RTCPeerConnection, timers: Timers, events: ConnectionEvents) {
    this.#connection = connection;
    this.#timers = timers;
    this.#events = events;
    this.#listen(connection, 'connectionstatechange');
    this.#listen(connection, 'iceconnectionstatechange');
  }

  /**
   * Another way to the server is looked for: until what is returned is called, a way that is gone is no failure. The
   * end of the secure channel is one.
   */
  hold(): () => void {
    this.#isHeld = true;
    return () => {
      this.#isHeld = false;
      if (!this.#stopped.signal.aborted) this.#look();
    };
  }

  /** No event comes after. */
  stop(): void {
    this.#stopped.abort();
    this.#setPatience(false);
  }

  #listen(target: EventTarget, event: string): void {
    target.addEventListener(event, () => this.#look(), { signal: this.#stopped.signal });
  }

  #look(): void {
    const { connectionState, iceConnectionState } = this.#connection;
    this.#watchTransport();
    if (connectionState === 'connected' && !this.#wasConnected) {
      this.#wasConnected = true;
      this.#events.connected();
    }
    this.#setPatience(connectionState === 'disconnected');

    // A server that goes says so with a DTLS alert. Browsers differ in what the connection makes of it; the
    // transport's own state is plain.
    const closed = this.#transport?.state === 'closed' || this.#transport?.state === 'failed';
    const isOver = connectionState === 'closed' || closed;
    const isLost = connectionState === 'failed' || this.#isOverdue;
    if (!isOver && (!isLost || this.#isHeld)) return;
    if (this.#wasConnected) this.#fail(SessionError.lost(), this.#transport?.state === 'closed');
    else if (iceConnectionState === 'failed')
      this.#fail(SessionError.noNetworkPath(this.#events.tried()));
    else this.#fail(SessionError.noSecureChannel());
  }

  #watchTransport(): void {
    if (this.#transport !== null) return;
    // A section that the answer rejects has a transport of its own, which closes with it.
    const used = this.#connection
      .getTransceivers()
      .find(({ currentDirection }) => currentDirection !== null && flows.has(currentDirection));
    const transport = used?.receiver.transport ?? used?.sender.transport ?? null;
    if (transport === null) return;
    this.#transport = transport;
    this.#listen(transport, 'statechange');
  }

  #setPatience(wanted: boolean): void {
    if (wanted && this.#patience === null) {
      this.#patience = this.#timers.setTimeout(() => {
        this.#isOverdue = true;
        if (!this.#isHeld) this.#fail(SessionError.lost());
      }, disconnectedMs);
    }
    if (!wanted && this.#patience !== null) {
      this.#timers.clearTimeout(this.#patience);
      this.#patience = null;
      this.#isOverdue = false;
    }
  }

  #fail(error: SessionError, byServer = false): void {
    this.stop();
    this.#events.failed(error, byServer);
  }
}
