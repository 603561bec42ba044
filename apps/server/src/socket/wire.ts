import type { PageSocket } from './socket-server.ts';

/** The WebSocket beneath a socket, as `ws` has it. */
export type Wire = {
  /** What waits for the network, in bytes. */
  readonly bufferedAmount: number;
  send(bytes: Uint8Array, options: { readonly binary: boolean }): void;
  /** Ends it without waiting for anything. */
  terminate(): void;
};

/** What Engine.IO 6 has beneath a socket; its types tell of little of it. */
type Connection = {
  /** What waits for the transport. */
  readonly writeBuffer?: readonly { readonly data?: unknown }[];
  readonly transport?: { readonly name?: string; readonly socket?: Wire };
};

/** Null where the page polls, or has not changed to a WebSocket yet. */
export function wireOf({ conn }: PageSocket): Wire | null {
  const { transport } = conn as unknown as Connection;
  return transport?.name === 'websocket' ? (transport.socket ?? null) : null;
}

/** How much of what a page was sent waits in this process, in bytes as far as can be told without encoding it. */
export function unreadBytes(socket: PageSocket): number {
  const { writeBuffer = [] } = socket.conn as unknown as Connection;
  return writeBuffer.reduce(
    (bytes, { data }) => bytes + (typeof data === 'string' ? data.length : 0),
    wireOf(socket)?.bufferedAmount ?? 0,
  );
}

/** Ends a socket whose page reads nothing: one that is asked to close would first be sent all the rest. */
export function cutOff(socket: PageSocket): void {
  wireOf(socket)?.terminate();
  socket.conn.close(true);
}
