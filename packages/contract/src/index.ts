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
  type RecordingView,
  type StudioView,
  studioViewSchema,
} from './broadcast.ts';
export {
  type ChatEntry,
  type ChatHistory,
  type ChatJoin,
  type ChatMessage,
  type ChatPage,
  type ChatPerson,
  type ChatReactionTotals,
  type ChatRename,
  type ChatRole,
  type ChatSend,
  type ChatWelcome,
  chatEditSchema,
  chatHistorySchema,
  chatJoinSchema,
  chatMomentsSchema,
  chatNameSchema,
  chatReactions,
  chatReactSchema,
  chatReadSchema,
  chatRenameSchema,
  chatSendSchema,
  chatTargetSchema,
  chatTextSchema,
  messageIdPattern,
  nameColours,
} from './chat.ts';
export { type ChannelDetails, channelDetailsSchema } from './details.ts';
export {
  type EmbedCommand,
  type EmbedErrorCode,
  type EmbedHostMessage,
  type EmbedMessage,
  type EmbedMessageId,
  type EmbedPlayerState,
  embedCommandSchema,
  embedCommands,
  embedHostSource,
  embedMessageIdSchema,
  embedSource,
  embedVersion,
} from './embed.ts';
export { channelNamePattern, limits, viewerIdPattern } from './limits.ts';
export type { Oembed } from './oembed.ts';
export { ProblemError } from './problem-error.ts';
export { isProblemCode, type ProblemCode, problems } from './problems.ts';
export { pages, routes } from './routes.ts';
export {
  type Acknowledgement,
  type Answer,
  type ClientEvents,
  type Refusal,
  type ServerEvents,
  type StudioJoin,
  type StudioNews,
  studioJoinSchema,
} from './socket.ts';
export {
  type Presence,
  presenceSchema,
  type TroubleReport,
  type TroubleStage,
  troubleReportSchema,
  troubleStages,
  type ViewerTrouble,
} from './viewer.ts';
