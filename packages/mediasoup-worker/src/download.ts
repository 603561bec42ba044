import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, WorkerError } from './worker-error.ts';

/** Longest wait for an answer's first byte, redirects included. */
const connectTimeoutMs = 10_000;
/** Longest pause between two pieces of the body. */
const stallTimeoutMs = 20_000;

/** What to fetch. */
export type Download = {
  readonly url: string;
  /** Path of the file to write. */
  readonly to: string;
  /** Called after every piece with bytes so far and, where the server says it, in all. */
  readonly onBytes: (received: number, total: number | undefined) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Fetches a file, and fails within 10 s where the host can't be reached.
 *
 * @throws WorkerError `prebuilt-unavailable`
 */
export async function download(request: Download): Promise<void> {
  const stall = new AbortController();
  const signal = request.signal ? AbortSignal.any([stall.signal, request.signal]) : stall.signal;
  const stopAfter = (ms: number): NodeJS.Timeout =>
    setTimeout(() => stall.abort(new Error(`no answer for ${ms / 1000} s`)), ms);
  let timer = stopAfter(connectTimeoutMs);
  try {
    const response = await fetch(request.url, { signal });
    if (!response.ok || response.body === null) {
      throw new Error(`HTTP ${response.status} ${response.statusText}`.trimEnd());
    }
    const length = Number(response.headers.get('content-length'));
    const total = length > 0 ? length : undefined;
    let received = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        clearTimeout(timer);
        timer = stopAfter(stallTimeoutMs);
        received += chunk.length;
        request.onBytes(received, total);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(request.to), {
      signal,
    });
  } catch (error) {
    request.signal?.throwIfAborted();
    throw WorkerError.prebuiltUnavailable(request.url, whyFetchFailed(error, stall.signal), {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function whyFetchFailed(error: unknown, stall: AbortSignal): string {
  if (stall.aborted) return messageOf(stall.reason);
  // fetch says only "fetch failed"; what it means is the cause.
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : messageOf(error);
}
