export {
  type BroadcastView,
  broadcastViewSchema,
  type CaptureClock,
  type ChannelView,
  type ClockView,
  captureClockSchema,
  channelViewSchema,
  clockViewSchema,
  type IngestWarning,
  type IngestWarningCode,
  type LayerView,
  type PackagingView,
  type RecordingFault,
  type StudioView,
  studioViewSchema,
} from './broadcast.ts';
export { channelNamePattern, limits } from './limits.ts';
export { ProblemError } from './problem-error.ts';
export { isProblemCode, type ProblemCode, problems } from './problems.ts';
export { pages, routes } from './routes.ts';
export {
  type Acknowledgement,
  type ClientEvents,
  type ServerEvents,
  type StudioJoin,
  type StudioNews,
  studioJoinSchema,
} from './socket.ts';
