import { messageOf } from './worker-error.ts';

/**
 * Says in words how a worker ended, from the error that mediasoup gives.
 *
 * mediasoup keeps the exit code and the signal only in that error's text, as
 * `[pid:12, code:null, signal:SIGSEGV]`.
 */
export function describeDeath(error: unknown): string {
  const message = messageOf(error);
  const match = /\bcode:(\S+), signal:(\w+)\]/.exec(message);
  if (match === null) return message;
  const [, code, signal] = match;
  return signal === 'null' ? `it exited with code ${code}` : `it died of ${signal}`;
}
