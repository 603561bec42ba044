import { type IceServer, readIceServers } from '@tallylight/protocol';
import { ConnectionWatch } from './connection-watch.ts';
import type { SessionEnvironment, TimerHandle } from './environment.ts';
import { SessionError, type SessionStage } from './errors.ts';
import { IceRestart } from './ice-restart.ts';
import { Listeners } from './listeners.ts';
import { offeredPaths, type PathProtocol } from './restart-descriptions.ts';
import type { SessionResource } from './session-resource.ts';
import { isFinal, type SessionEvent, type SessionState, transition } from './session-state.ts';

export type PeerSessionOptions = {
  readonly environment: SessionEnvironment;
  readonly resource: SessionResource;
  readonly timeoutMs: number;
  readonly bundlePolicy: RTCBundlePolicy;
  /** True when the connection of a session that was lost stays until close(). */
  readonly keepsLastPicture: boolean;
  /** True where the server waits for one who was lost: a DELETE would say that nobody comes back. */
  readonly isAwaited: boolean;
  /** Adds what is to be sent or received to a fresh connection. */
  readonly prepare: (connection: RTCPeerConnection) => void;
  readonly rewriteOffer: (sdp: string) => string;
  readonly rewriteAnswer: (sdp: string) => string;
};

/** A connection does not wait longer than this for the server to hear of its end, in ms. */
const farewellMs = 1_000;

/** What WHIP and WHEP have in common: one offer, one answer, one connection, from start to end. */
export class PeerSession {
  readonly #options: PeerSessionOptions;
  readonly #listeners = new Listeners();
  readonly #started = Promise.withResolvers<void>();
  /** Aborts a request that nobody waits for any more. */
  readonly #request = new AbortController();
  #state: SessionState = { name: 'new' };
  #stage: SessionStage = 'offer';
  #connection: RTCPeerConnection | null = null;
  #watch: ConnectionWatch | null = null;
  #deadline: TimerHandle | null = null;
  /** The server's answer as the browser has it; null before there is one. */
  #answer: string | null = null;
  #restarts = 0;
  #restart: { readonly ice: IceRestart; readonly done: Promise<void> } | null = null;

  constructor(options: PeerSessionOptions) {
    this.#options = options;
  }

  readonly getState = (): SessionState => this.#state;
  readonly subscribe = this.#listeners.add;

  /** Null before the start. */
  get connection(): RTCPeerConnection | null {
    return this.#connection;
  }

  /** Over what the server can be reached, by its answer; empty before that. */
  get tried(): readonly PathProtocol[] {
    return offeredPaths(this.#answer ?? '');
  }

  /** @throws SessionError when the session fails or is closed before it is connected */
  start(): Promise<void> {
    if (this.#state.name !== 'new') throw new TypeError('A session starts once; make a new one.');
    const { timers, timeoutMs } = { ...this.#options.environment, ...this.#options };
    this.#deadline = timers.setTimeout(() => {
      this.#fail(SessionError.timedOut(this.#stageNow, timeoutMs, this.tried));
      this.#request.abort();
    }, timeoutMs);
    this.#apply({ name: 'started' });
    this.#negotiate().catch((cause: unknown) => this.#fail(this.#asSessionError(cause)));
    return this.#started.promise;
  }

  /**
   * Looks for another way to the server under the same session; those who ask at the same time share a search. The
   * session stays as it was where none is found.
   *
   * @throws SessionError when none is found in `timeoutMs`, the server refuses, or the session ends
   */
  restartIce(timeoutMs: number): Promise<void> {
    if (this.#state.name !== 'connected') return Promise.reject(SessionError.lost());
    this.#restart ??= this.#startRestart(timeoutMs);
    return this.#restart.done;
  }

  /** Ends the session here and on the server; resolves when the server knows or can't be told. */
  async close(): Promise<void> {
    if (this.#state.name === 'negotiating' || this.#state.name === 'connecting') {
      this.#started.reject(SessionError.aborted(this.#stage));
    }
    this.#release();
    this.#restart?.ice.abort(SessionError.aborted('connected'));
    this.#apply({ name: 'closed' });
    this.#connection?.getSenders().forEach((sender) => {
      sender.replaceTrack(null).catch(() => {});
    });
    await this.#farewell();
    this.#connection?.close();
  }

  /**
   * Tells the server before the connection closes: the closing has an alert of its own, and a server that
   * hears that first takes a publisher for lost, not for done.
   */
  async #farewell(): Promise<void> {
    const { timers } = this.#options.environment;
    const late = Promise.withResolvers<void>();
    const timer = timers.setTimeout(late.resolve, farewellMs);
    await Promise.race([this.#options.resource.remove(), late.promise]);
    timers.clearTimeout(timer);
  }

  async #negotiate(): Promise<void> {
    const { environment, resource, bundlePolicy, prepare, rewriteOffer, rewriteAnswer } =
      this.#options;
    const connection = environment.createPeerConnection({ bundlePolicy });
    this.#connection = connection;
    this.#watch = new ConnectionWatch(connection, environment.timers, {
      connected: () => this.#connected(),
      tried: () => this.tried,
      failed: (error, byServer) => {
        if (byServer && !this.#options.isAwaited) resource.forget();
        this.#fail(error);
      },
    });
    prepare(connection);
    const offer = rewriteOffer((await connection.createOffer()).sdp ?? '');
    if (isFinal(this.#state)) return;

    // The candidates are not waited for: the server lists its own in the answer and learns ours from
    // connectivity checks (RFC 8445, section 7.3.1.3). They are gathered only now, since it is the 201 that
    // tells of TURN servers (RFC 9725, section 4.6).
    this.#stage = 'request';
    const answer = await resource.create(offer, this.#request.signal);
    if (isFinal(this.#state)) return resource.remove();

    this.#stage = 'offer';
    gatherAt(connection, readIceServers(resource.links));
    await connection.setLocalDescription({ type: 'offer', sdp: offer });
    if (isFinal(this.#state)) return;
    this.#stage = 'answer';
    this.#answer = rewriteAnswer(answer);
    await connection.setRemoteDescription({ type: 'answer', sdp: this.#answer });
    this.#answered();
  }

  #startRestart(timeoutMs: number): { ice: IceRestart; done: Promise<void> } {
    const { environment, resource, rewriteOffer } = this.#options;
    const { timers } = environment;
    const [connection, watch, answer] = [this.#connection, this.#watch, this.#answer];
    if (connection === null || watch === null || answer === null) {
      throw new TypeError('What is connected has had an answer.');
    }
    const release = watch.hold();
    this.#restarts += 1;
    const ice = new IceRestart({
      ...{ connection, resource, timers, timeoutMs, rewriteOffer, answer },
      restarts: this.#restarts,
    });
    const done = ice
      .run()
      .then((renewed) => {
        this.#answer = renewed;
      })
      .finally(() => {
        this.#restart = null;
        release();
      });
    return { ice, done };
  }

  /** Once there is a way for media it is the secure channel on it that is waited for. */
  get #stageNow(): SessionStage {
    const hasPath = ['connected', 'completed'].includes(this.#connection?.iceConnectionState ?? '');
    return this.#stage === 'connect' && hasPath ? 'secure' : this.#stage;
  }

  #answered(): void {
    if (this.#stage === 'answer') this.#stage = 'connect';
    this.#apply({ name: 'answered' });
  }

  #connected(): void {
    // The browser may say so before it has said that it took the answer.
    this.#answered();
    this.#clearDeadline();
    this.#stage = 'connected';
    this.#apply({ name: 'connected' });
    this.#started.resolve();
  }

  #fail(error: SessionError): void {
    if (isFinal(this.#state)) return;
    this.#release();
    this.#restart?.ice.abort(error);
    // A connection that closes ends its tracks, and a video element paints an ended track black.
    const keeps = this.#options.keepsLastPicture && this.#stage === 'connected';
    if (!keeps) this.#connection?.close();
    this.#apply({ name: 'failed', error });
    this.#started.reject(error);
    // A session that came to nothing would hold its place on the server until that finds out.
    const isAwaited = this.#options.isAwaited && this.#stage === 'connected';
    if (!isAwaited) void this.#options.resource.remove();
  }

  #release(): void {
    this.#clearDeadline();
    this.#watch?.stop();
  }

  #clearDeadline(): void {
    if (this.#deadline !== null) this.#options.environment.timers.clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  #apply(event: SessionEvent): void {
    const state = transition(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#listeners.notify();
  }

  /** What the browser throws tells little of where; the stage tells it. */
  #asSessionError(cause: unknown): SessionError {
    if (cause instanceof SessionError) return cause;
    return this.#stage === 'offer'
      ? SessionError.offerFailed(cause)
      : SessionError.answerUnusable('the browser refused it', cause);
  }
}

/** Has the connection gather candidates at these servers too; one that the browser can't read spoils nothing. */
function gatherAt(connection: RTCPeerConnection, servers: readonly IceServer[]): void {
  if (servers.length === 0) return;
  const iceServers = servers.map(({ url, ...credentials }) => ({ urls: url, ...credentials }));
  try {
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
  } catch {
    // The server's own candidates may do.
  }
}
