import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * The server's log. One `info` for each change in the life of a broadcast or session, nothing above once a
 * second; `debug` for what a developer follows. Keys and tokens never reach it.
 *
 * @param destination where lines go; JSON on standard error where undefined
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers.authorization', 'headers.authorization', 'key', '*.key'],
    },
    destination ?? pino.destination(2),
  );
}
