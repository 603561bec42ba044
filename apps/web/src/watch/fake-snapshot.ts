import type { PlayerSnapshot } from '@tallylight/player';

/** What a player that shows a live picture tells, but for these facts. */
export function snapshotOf(facts: Partial<PlayerSnapshot>): PlayerSnapshot {
  return {
    state: { name: 'live', path: 'webrtc' },
    seat: 'live',
    isPaused: false,
    muted: false,
    volume: 1,
    soundBlocked: false,
    playBlocked: false,
    via: 'webrtc',
    viaReason: null,
    media: { audio: true, video: true },
    viewers: 1,
    layers: [],
    isPublisherAway: false,
    recording: null,
    ...facts,
  };
}
