import { env } from 'node:process';
import { findWorker } from './find-worker.ts';

/** The environment that the tests were started in. */
export const testEnv: Readonly<Record<string, string | undefined>> = env;

/** The path of the worker at hand; the tests neither fetch nor build one. */
export async function foundWorker(): Promise<string> {
  const worker = await findWorker({ env: testEnv });
  if (worker === undefined) throw new Error('no worker is at hand: run src/main.ts first');
  return worker.path;
}
