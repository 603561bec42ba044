#!/usr/bin/env node
import { env, exit, stderr, stdout } from 'node:process';
import { runCommandLine } from './cli/run.ts';

const interruption = new AbortController();
const interrupt = (): void => {
  // The second time means it: don't wait for the server.
  if (interruption.signal.aborted) exit(130);
  interruption.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

const code = await runCommandLine(process.argv.slice(2), env, {
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  interrupted: interruption.signal,
});
// DTLS retransmission timers may still tick; the work is done.
exit(code);
