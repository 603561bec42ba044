import { studioText } from '../../text/studio.ts';
import type { CaptureState } from '../capture/capture-state.ts';
import type { PublisherState } from '../publish/publisher-state.ts';

/** Where a person at the studio stands. */
export type StudioPageState = 'idle' | 'ready' | 'starting' | 'on-air' | 'reconnecting' | 'ended';

export function studioPageState(capture: CaptureState, publisher: PublisherState): StudioPageState {
  if (publisher.name !== 'idle') return publisher.name;
  return capture.name === 'open' ? 'ready' : 'idle';
}

/** Why Go live can't be pressed now; null when it can. */
export function whyNotLive(capture: CaptureState, canPublish: boolean): string | null {
  if (!canPublish) return studioText.goLive.noWebRtc;
  switch (capture.name) {
    case 'closed':
      return studioText.goLive.needDevices;
    case 'asking':
      return studioText.goLive.asking;
    case 'refused':
      return studioText.goLive.needFix;
    case 'open':
      return null;
  }
}
