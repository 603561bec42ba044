export type { WatchedLayer } from '@tallylight/webrtc';
export type { WatchedBroadcast, WatchedChannel } from './channel.ts';
export type { LatencySample } from './latency.ts';
export { Player, type PlayerOptions, type PlayerSnapshot } from './player.ts';
export type { PlayerState } from './player-state.ts';
export type { Via } from './via.ts';
export type { ViaReason } from './via-reason.ts';
