import type { SessionEnvironment } from '../environment.ts';
import { FakeMediaStream, FakePeerConnection } from './fake-peer-connection.ts';
import { ManualTime } from './manual-time.ts';

/** A request that a fake browser made. */
export type FakeRequest = { readonly url: string; readonly init: RequestInit };

/** An environment in the hands of a test: its time, its peer connections, and who answers its requests. */
export class FakeBrowser {
  readonly time = new ManualTime();
  readonly connections: FakePeerConnection[] = [];
  readonly requests: FakeRequest[] = [];
  codecs: readonly RTCRtpCodec[] = [];
  /** Answers requests. */
  respond: (request: FakeRequest) => Response | Promise<Response>;
  /** Told of every connection before it is used. */
  prepare: (connection: FakePeerConnection) => void = () => {};
  readonly environment: SessionEnvironment;

  constructor(respond: (request: FakeRequest) => Response | Promise<Response>) {
    this.respond = respond;
    this.environment = {
      fetch: async (url, init = {}) => {
        const request = { url, init };
        this.requests.push(request);
        return this.respond(request);
      },
      createPeerConnection: (configuration) => {
        const connection = new FakePeerConnection(configuration);
        this.prepare(connection);
        this.connections.push(connection);
        return connection as unknown as RTCPeerConnection;
      },
      createMediaStream: () => new FakeMediaStream() as unknown as MediaStream,
      codecs: () => this.codecs,
      createEventStream: () => ({ close: () => {} }),
      timers: this.time.timers,
      nowMs: this.time.nowMs,
    };
  }

  /** The connection made last. */
  get connection(): FakePeerConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('No connection has been made.');
    return last;
  }

  /** The methods of all requests so far. */
  get methods(): string[] {
    return this.requests.map(({ init }) => init.method ?? 'GET');
  }
}

/** The 201 of a WHIP or WHEP endpoint. */
export function granted(answer: string, location = '/sessions/1'): Response {
  return new Response(answer, {
    status: 201,
    headers: { 'content-type': 'application/sdp', location },
  });
}

/** A refusal with problem details. */
export function refused(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: code, status, code }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
