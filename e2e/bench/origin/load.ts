import { connect, type Socket } from 'node:net';

/** What came over in a time. */
export type Load = { readonly requestsPerS: number; readonly bytesPerS: number };

const connections = 32;
const headEnd = Buffer.from('\r\n\r\n');

/**
 * Asks for the paths one after the other over kept connections, each as soon as it has its answer. It looks at
 * nothing but lengths and reuses its memory, so that it costs less than any server.
 *
 * @throws {Error} an answer is not 200, or a connection broke
 */
export async function loadServer(
  url: string,
  paths: readonly string[],
  durationMs: number,
): Promise<Load> {
  const { hostname, port } = new URL(url);
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  const count = { requests: 0, bytes: 0 };
  const begun = performance.now();
  const isOver = (): boolean => performance.now() - begun >= durationMs;
  await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      ask({ host: hostname, port: Number(port), requests, from: index, count, isOver }),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  return { requestsPerS: count.requests / seconds, bytesPerS: count.bytes / seconds };
}

type Asking = {
  readonly host: string;
  readonly port: number;
  readonly requests: readonly string[];
  readonly from: number;
  readonly count: { requests: number; bytes: number };
  isOver(): boolean;
};

function ask({ host, port, requests, from, count, isOver }: Asking): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = from;
    /** Bytes of the body that are still to come; null while the head is. */
    let left: number | null = null;
    let head = '';
    const send = (): void => {
      if (isOver()) {
        socket.destroy();
        resolve();
        return;
      }
      socket.write(requests[next % requests.length] ?? '');
      next += 1;
    };
    const take = (chunk: Buffer): void => {
      let body = chunk.length;
      if (left === null) {
        const end = chunk.indexOf(headEnd);
        head += chunk.toString('latin1', 0, end < 0 ? chunk.length : end);
        if (end < 0) return;
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
        if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) {
          socket.destroy(new Error(`${requests[(next - 1) % requests.length]}: ${head}`));
          return;
        }
        head = '';
        left = Number(length);
        body -= end + headEnd.length;
      }
      left -= body;
      count.bytes += body;
      if (left > 0) return;
      left = null;
      count.requests += 1;
      send();
    };
    const socket: Socket = connect({
      host,
      port,
      onread: {
        buffer: Buffer.allocUnsafe(256 * 1024),
        callback: (size, memory) => {
          take(Buffer.from(memory.buffer, memory.byteOffset, size));
          return true;
        },
      },
    });
    socket.setNoDelay(true);
    socket.once('connect', send);
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('The server closed a connection.')));
  });
}
