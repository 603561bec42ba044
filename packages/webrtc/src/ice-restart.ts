import type { Timers } from './environment.ts';
import { SessionError, type SessionStage } from './errors.ts';
import { restartFragment, usernameFragment, withNewPath } from './restart-descriptions.ts';
import type { SessionResource } from './session-resource.ts';

export type IceRestartOptions = {
  readonly connection: RTCPeerConnection;
  readonly resource: Pick<SessionResource, 'restart'>;
  readonly timers: Timers;
  readonly timeoutMs: number;
  readonly rewriteOffer: (sdp: string) => string;
  /** The answer that holds until now. */
  readonly answer: string;
  /** How many restarts this connection has had, this one included. */
  readonly restarts: number;
};

/** Finds a connection another way to its server, under the session that it has (RFC 8445, section 9). It runs once. */
export class IceRestart {
  readonly #options: IceRestartOptions;
  readonly #abort = new AbortController();
  #stage: SessionStage = 'offer';

  constructor(options: IceRestartOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the answer that holds from now on, when the connection goes the new way. Where it rejects, the old
   * way stays for as long as it carries anything.
   *
   * @throws SessionError
   */
  async run(): Promise<string> {
    const { timers, timeoutMs } = this.#options;
    const deadline = timers.setTimeout(
      () => this.abort(SessionError.timedOut(this.#stage, timeoutMs)),
      timeoutMs,
    );
    const aborted = Promise.withResolvers<never>();
    this.#signal.addEventListener('abort', () => aborted.reject(this.#signal.reason));
    try {
      return await Promise.race([this.#negotiate(), aborted.promise]);
    } catch (cause) {
      await this.#takeBack();
      throw this.#asSessionError(cause);
    } finally {
      timers.clearTimeout(deadline);
      this.#abort.abort();
    }
  }

  /** Has run() reject with this. */
  abort(error: SessionError): void {
    this.#abort.abort(error);
  }

  get #signal(): AbortSignal {
    return this.#abort.signal;
  }

  async #negotiate(): Promise<string> {
    const { connection, resource, rewriteOffer } = this.#options;
    const offer = rewriteOffer((await connection.createOffer({ iceRestart: true })).sdp ?? '');
    const fragment = restartFragment(offer);
    if (fragment === null) throw SessionError.offerFailed(new TypeError('no ICE credentials'));
    await connection.setLocalDescription({ type: 'offer', sdp: offer });
    if (this.#signal.aborted) await this.#takeBack();
    this.#signal.throwIfAborted();

    this.#stage = 'request';
    const answered = await resource.restart(fragment, this.#signal);
    this.#signal.throwIfAborted();

    this.#stage = 'answer';
    const answer = withNewPath(this.#options.answer, answered, this.#options.restarts);
    if (answer === null) throw SessionError.answerUnusable('it has no ICE credentials');
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#signal.throwIfAborted();

    this.#stage = 'connect';
    await goesBy(connection, usernameFragment(offer), this.#signal);
    return answer;
  }

  /** An offer that came to nothing would be in the way of the next. */
  async #takeBack(): Promise<void> {
    const { connection } = this.#options;
    if (connection.signalingState !== 'have-local-offer') return;
    await connection.setLocalDescription({ type: 'rollback' }).catch(() => {});
  }

  /** What the browser throws tells little of where; the stage tells it. */
  #asSessionError(cause: unknown): SessionError {
    if (cause instanceof SessionError) return cause;
    if (this.#signal.reason instanceof SessionError) return this.#signal.reason;
    return this.#stage === 'offer'
      ? SessionError.offerFailed(cause)
      : SessionError.answerUnusable('the browser refused it', cause);
  }
}

/** Resolves when the connection's packets go the way that was found under this user name. */
function goesBy(
  connection: RTCPeerConnection,
  ufrag: string | null,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const transport = iceTransport(connection);
  const look = (): void => {
    if (connection.connectionState !== 'connected') return;
    // Where the browser doesn't tell of the pair, that it is connected has to do.
    const used = transport?.getSelectedCandidatePair?.()?.local.usernameFragment ?? ufrag;
    if (used === ufrag) resolve();
  };
  connection.addEventListener('connectionstatechange', look, { signal });
  connection.addEventListener('iceconnectionstatechange', look, { signal });
  transport?.addEventListener('selectedcandidatepairchange', look, { signal });
  look();
  return promise;
}

function iceTransport(connection: RTCPeerConnection): RTCIceTransport | null {
  const used = connection
    .getTransceivers()
    .find(({ currentDirection }) =>
      ['sendonly', 'recvonly', 'sendrecv'].includes(currentDirection ?? ''),
    );
  return (used?.receiver.transport ?? used?.sender.transport)?.iceTransport ?? null;
}
