import { browserEnvironment, type SessionError, WhepSession } from '@tallylight/webrtc';

/** What a test finds on the window; see SessionPage. */
export type SessionWindow = {
  readonly session: WhepSession;
  /** How a search for another way went: how long it took in ms, or why and where it failed. */
  readonly restartIce: () => Promise<number | string>;
};

const video = document.querySelector('video');
const url = new URL(location.href).searchParams.get('whep');
if (video === null || url === null)
  throw new Error('The page has no video element, or no endpoint.');

const session = new WhepSession({ environment: browserEnvironment(window), url });
const sessionWindow: SessionWindow = {
  session,
  restartIce: async () => {
    const begunMs = performance.now();
    try {
      await session.restartIce();
      return performance.now() - begunMs;
    } catch (error) {
      const { reason, stage } = error as SessionError;
      return `${reason} at ${stage}`;
    }
  },
};
Object.assign(window, sessionWindow);
await session.start();
video.srcObject = session.stream;
await video.play();
