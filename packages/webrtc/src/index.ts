export type { Problem } from '@tallylight/protocol';
export { type Backoff, backoffMs } from './backoff.ts';
export type { ClockReading } from './clock-samples.ts';
export {
  browserEnvironment,
  type SessionEnvironment,
  type TimerHandle,
  type Timers,
} from './environment.ts';
export { SessionError, type SessionErrorReason, type SessionStage } from './errors.ts';
export { Listeners } from './listeners.ts';
export type { MediaPath } from './media-path.ts';
export type { LayerStats, Limitation, PublishStats } from './publish-stats.ts';
export type { PathProtocol } from './restart-descriptions.ts';
export { ServerClock, type ServerClockOptions } from './server-clock.ts';
export type { SessionState } from './session-state.ts';
export type { ViewStats } from './view-stats.ts';
export { type WhepOptions, WhepSession } from './whep.ts';
export type { WatchedLayer, WatchNews } from './whep-news.ts';
export type { WhepProgress } from './whep-progress.ts';
export { type WhipOptions, WhipSession } from './whip.ts';
