import { limits } from '@tallylight/contract';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Connection } from './sfu.ts';

/**
 * Watches one connection from offer to end: closes it where it doesn't come up in time, and tells the log of
 * each turn once.
 *
 * @param who begins the log's lines: "publisher" or "viewer"
 */
export function supervise(
  connection: Connection,
  { who, clock, log }: { who: string; clock: Clock; log: Logger },
): void {
  let connected = false;
  const cancel = clock.after(limits.connectMs, () => connection.close());
  connection.onConnected(() => {
    connected = true;
    cancel();
    log.info(`${who} connected`);
  });
  connection.onClosed((reason) => {
    cancel();
    log.info({ reason: connected ? reason : 'never connected' }, `${who} gone`);
  });
}
