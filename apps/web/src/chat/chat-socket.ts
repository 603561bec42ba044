import type { ClientEvents, ServerEvents } from '@tallylight/contract';

/** What a page asks of the chat's server, by name. */
export type ChatRequest = Exclude<Extract<keyof ClientEvents, `chat:${string}`>, 'chat:react'>;

/** What it is asked with, and what it answers. */
export type Asked<Request extends ChatRequest> = Parameters<ClientEvents[Request]>[0];
export type Answered<Request extends ChatRequest> = Parameters<
  Parameters<ClientEvents[Request]>[1]
>[0];

/** The part of a Socket.IO client that the chat uses. It connects again by itself. */
export type ChatSocket = {
  readonly on: {
    (event: 'connect' | 'disconnect', listener: () => void): unknown;
    (event: 'connect_error', listener: (error: Error & { data?: unknown }) => void): unknown;
    (event: 'chat:entries', listener: ServerEvents['chat:entries']): unknown;
    (event: 'chat:reactions', listener: ServerEvents['chat:reactions']): unknown;
  };
  readonly emit: (event: 'chat:react', ...told: Parameters<ClientEvents['chat:react']>) => unknown;
  /** Rejects where no answer comes in time. */
  readonly timeout: (ms: number) => {
    readonly emitWithAck: <Request extends ChatRequest>(
      request: Request,
      asked: Asked<Request>,
    ) => Promise<Answered<Request>>;
  };
  readonly connect: () => unknown;
  readonly close: () => unknown;
};
