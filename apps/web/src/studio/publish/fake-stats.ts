import type { LayerStats, PublishStats } from '@tallylight/webrtc';

/** One layer as a test wants it. */
export function fakeLayer(facts: Partial<LayerStats> = {}): LayerStats {
  return {
    rid: '0',
    active: true,
    resting: false,
    width: 1280,
    height: 720,
    framesPerS: 30,
    bitsPerS: 1_000_000,
    targetBitsPerS: null,
    limitedBy: 'none',
    encoder: null,
    keyFrames: null,
    ...facts,
  };
}

/** One reading as a test wants it. */
export function fakeStats(facts: Partial<PublishStats> = {}): PublishStats {
  return {
    atMs: 0,
    roundTripMs: null,
    availableBitsPerS: null,
    bitsPerS: 1_000_000,
    packetLossRatio: null,
    sourceFramesPerS: 30,
    limitedBy: 'none',
    layers: [fakeLayer()],
    audio: null,
    ...facts,
  };
}
