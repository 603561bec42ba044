import type { ServerUnderTest } from '../rig/server-under-test.ts';
import type { TargetOptions } from './target.ts';

/** The settings of our own server under the suite: with ICE servers, so that there is something to check. */
export const ourServer: Readonly<Record<string, string>> = {
  TALLYLIGHT_ICE_SERVERS: 'stun:stun.example.net,turn:turn.example.net?transport=udp',
  TALLYLIGHT_TURN_SECRET: 'conformance',
};

export function targetOf({ whip, whep, key }: ServerUnderTest): TargetOptions {
  return { whip, whep, token: key };
}
