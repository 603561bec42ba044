/** How often to look whether npm is still there. */
const parentCheckMs = 500;

/**
 * Calls back when this command is to end: asked by a signal, or because npm is gone. When npm is killed, or
 * passes a signal only to the shell between it and us, nothing else would tell, and the server would be
 * left running with nobody to stop it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(signal: NodeJS.Signals) => void} end
 * @returns {() => void} Stops listening.
 */
export function onEnd(env, end) {
  // A terminal that closes asks for an orderly end, which is what SIGTERM means to the server.
  /** @type {[NodeJS.Signals, () => void][]} */
  const handlers = [
    ['SIGINT', () => end('SIGINT')],
    ['SIGTERM', () => end('SIGTERM')],
    ['SIGHUP', () => end('SIGTERM')],
  ];
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const parent = process.ppid;
  const underNpm = env['npm_lifecycle_event'] !== undefined;
  const timer = setInterval(() => {
    if (underNpm && process.ppid !== parent) end('SIGTERM');
  }, parentCheckMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
