import { ConfigError } from './config-error.ts';
import { DataFolderError } from './packager/store/data-folder.ts';

/** Why the server could not start, for the person who started it: what is wrong and the way out. */
export function explainStart(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataFolderError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const port = 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. End what listens there, or choose another: TALLYLIGHT_PORT=${Number(port) + 1} npm start`;
  }
  if (code === 'EACCES' && port !== '') {
    return `Port ${port} may not be used by this user. Choose one above 1023: TALLYLIGHT_PORT=8080 npm start`;
  }
  if (/port bind failed|address already in use/i.test(error.message)) {
    return `The media port can't be bound (${error.message}). End what uses it, or choose another with TALLYLIGHT_MEDIA_PORT.`;
  }
  if (/mediasoup-worker.* ENOENT/.test(error.message)) {
    return `The media worker is not there (${error.message}). "npm start" finds or builds it; or name its binary in MEDIASOUP_WORKER_BIN.`;
  }
  const cause = error.cause instanceof Error ? `\n${error.cause.message}` : '';
  return `Tallylight could not start: ${error.message}${cause}`;
}
